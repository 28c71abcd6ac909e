import type { UseQueryResult } from '@tanstack/react-query';
import { Card, Spin } from 'antd';
import { amountOf } from '../../../ui/format/duration';
import { useFormat } from '../../../ui/format/useFormat';
import { useLanguage, useTexts } from '../../../ui/language/LanguageProvider';
import { Failure } from '../../../ui/states/Failure';
import { Loading } from '../../../ui/states/Loading';
import type { Campaign } from '../campaigns';
import { comesAgain, usePeriodWords } from '../period';
import { texts as periodTexts } from '../period.texts';
import type { DraftForecast } from './sources';
import { texts } from './texts';
import styles from './planner.module.css';

const conflictsShown = 5;

interface OutlookPanelProps {
  readonly query: UseQueryResult<DraftForecast>;
  /** Whether enough is filled in to ask. */
  readonly isAsked: boolean;
  readonly schedule: Campaign['schedule'];
}

/** What the campaign would come to as it stands, whom it gets in the way of, and who will have to approve it. */
export function OutlookPanel({ query, isAsked, schedule }: OutlookPanelProps) {
  const t = useTexts(texts);
  const { data, error, isFetching } = query;
  return (
    <Card
      title={
        <h2 className={styles.sectionTitle}>
          {t('outlook')} {isFetching && data !== undefined && <Spin size="small" aria-hidden />}
        </h2>
      }
      size="small"
    >
      {!isAsked ? (
        <p className={styles.note}>{t('outlookEmpty')}</p>
      ) : (
        <>
          <Failure error={error} />
          {data === undefined ? error === null && <Loading rows={5} /> : <Outlook outlook={data} isOld={query.isPlaceholderData} schedule={schedule} />}
        </>
      )}
    </Card>
  );
}

function Outlook({ outlook, isOld, schedule }: { readonly outlook: DraftForecast; readonly isOld: boolean; readonly schedule: Campaign['schedule'] }) {
  const t = useTexts(texts);
  const p = useTexts(periodTexts);
  const format = useFormat();
  const { language } = useLanguage();
  const { forecast, conflicts, lanes } = outlook;
  const period = usePeriodWords()(forecast, schedule);
  return (
    <div aria-live="polite" aria-busy={isOld} className={isOld ? styles.old : undefined}>
      <Figures
        items={[
          { title: t('audienceSize'), value: format.number(forecast.audience) },
          { title: t('heldOut'), value: format.number(forecast.heldOut) },
        ]}
      />
      {period !== null && <p className={styles.note}>{period.times}</p>}
      {comesAgain(forecast) && <h3 className={styles.partTitle}>{p('eachTime')}</h3>}
      <Figures
        items={[
          { title: t('expectedResponses'), value: format.number(forecast.responses) },
          { title: t('expectedCost'), value: format.money(forecast.cost) },
          { title: t('expectedRevenue'), value: format.money(forecast.revenue) },
        ]}
      />
      <p className={styles.note}>{t('outlookCounted', { rate: format.percent(forecast.responseRate) })}</p>
      {period !== null && comesAgain(forecast) && (
        <>
          <h3 className={styles.partTitle}>{p('period', { count: format.number(forecast.period.times) })}</h3>
          <Figures items={period.figures} />
          {period.notes.map((note) => (
            <p key={note} className={styles.note}>
              {note}
            </p>
          ))}
        </>
      )}
      <h3 className={styles.partTitle}>{t('conflicts', { count: format.number(conflicts.items.length) })}</h3>
      {conflicts.items.length === 0 ? (
        <p className={styles.note}>{t('noConflicts')}</p>
      ) : (
        <ul className={styles.lines}>
          {conflicts.items.slice(0, conflictsShown).map((conflict) => (
            <li key={conflict.campaignId}>
              <span>{conflict.campaignName}</span>
              <span className={`figure ${styles.note ?? ''}`}>{t(conflict.days === 0 ? 'conflictNever' : 'conflictOf', { count: format.number(conflict.sharedAudience), days: format.number(conflict.days) })}</span>
            </li>
          ))}
          {conflicts.items.length > conflictsShown && <li className={styles.note}>{t('moreConflicts', { count: format.number(conflicts.items.length - conflictsShown) })}</li>}
        </ul>
      )}
      <h3 className={styles.partTitle}>{t('lanes')}</h3>
      <ul className={styles.lines}>
        {[...lanes].sort((one, other) => one.after.length - other.after.length).map((lane) => (
          <li key={lane.lane}>
            <span>{language === 'en' ? (lane.englishName ?? lane.name) : lane.name}</span>
            <span className={styles.note}>{t('laneWithin', { count: Math.ceil(amountOf(lane.within, 'days') ?? 1) })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Figures({ items }: { readonly items: readonly { readonly title: string; readonly value: string }[] }) {
  return (
    <dl className={styles.figures}>
      {items.map(({ title, value }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd className="figure">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
