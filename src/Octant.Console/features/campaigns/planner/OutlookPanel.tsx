import type { UseQueryResult } from '@tanstack/react-query';
import { Card, Spin } from 'antd';
import { amountOf } from '../../../ui/format/duration';
import { useFormat } from '../../../ui/format/useFormat';
import { useLanguage, useTexts } from '../../../ui/language/LanguageProvider';
import { Failure } from '../../../ui/states/Failure';
import { Loading } from '../../../ui/states/Loading';
import type { DraftForecast } from './sources';
import { texts } from './texts';
import styles from './planner.module.css';

const conflictsShown = 5;

interface OutlookPanelProps {
  readonly query: UseQueryResult<DraftForecast>;
  /** Whether enough is filled in to ask. */
  readonly isAsked: boolean;
}

/** What the campaign would come to as it stands, whom it gets in the way of, and who will have to approve it. */
export function OutlookPanel({ query, isAsked }: OutlookPanelProps) {
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
          {data === undefined ? error === null && <Loading rows={5} /> : <Outlook outlook={data} isOld={query.isPlaceholderData} />}
        </>
      )}
    </Card>
  );
}

function Outlook({ outlook, isOld }: { readonly outlook: DraftForecast; readonly isOld: boolean }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { language } = useLanguage();
  const { forecast, conflicts, lanes } = outlook;
  return (
    <div aria-live="polite" aria-busy={isOld} className={isOld ? styles.old : undefined}>
      <dl className={styles.figures}>
        {(
          [
            ['audienceSize', format.number(forecast.audience)],
            ['heldOut', format.number(forecast.heldOut)],
            ['expectedResponses', format.number(forecast.responses)],
            ['expectedCost', format.money(forecast.cost)],
            ['expectedRevenue', format.money(forecast.revenue)],
          ] as const
        ).map(([key, value]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd className="figure">{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t('outlookCounted', { rate: format.percent(forecast.responseRate) })}</p>
      <h3 className={styles.partTitle}>{t('conflicts', { count: format.number(conflicts.items.length) })}</h3>
      {conflicts.items.length === 0 ? (
        <p className={styles.note}>{t('noConflicts')}</p>
      ) : (
        <ul className={styles.lines}>
          {conflicts.items.slice(0, conflictsShown).map((conflict) => (
            <li key={conflict.campaignId}>
              <span>{conflict.campaignName}</span>
              <span className={`figure ${styles.note ?? ''}`}>{t('conflictOf', { count: format.number(conflict.sharedAudience), days: format.number(conflict.days) })}</span>
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
