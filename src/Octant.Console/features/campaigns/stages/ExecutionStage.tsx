import { Alert, Col, Row } from 'antd';
import type { EChartsOption } from 'echarts';
import { useMemo } from 'react';
import { Chart } from '../../../ui/Chart';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { palette } from '../../../ui/palette';
import { Answered } from '../../../ui/states/Answered';
import { useFigures, type Figures } from '../campaign';
import { useReason } from '../../decisions/useReason';
import type { Campaign } from '../campaigns';
import { texts } from '../detail.texts';
import { BatchProgress } from './BatchProgress';
import styles from '../detail.module.css';

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, count) => all + count, 0);

const colours = { pending: '#8fb4ea', sent: '#18794e', unconfirmed: '#f0a030', suppressed: '#8a94a6', failed: palette.bad } as const;
type Part = keyof typeof colours;

/** What it is doing now: every planned contact is in exactly one of five places. */
export function ExecutionStage({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const figures = useFigures(campaign.id);
  return (
    <>
      <BatchProgress campaign={campaign} />
      <Answered query={figures}>
        {(now) => (
          // The sum is shown from the beginning: that nothing is sent is a figure, too.
          <>
            {now.planned === 0 && now.ghosts === 0 && (
              <Alert type="info" showIcon className={styles.before ?? ''} title={t('nothingYet')} description={t(campaign.status === 'live' ? 'nothingYetLive' : 'nothingYetDraft')} />
            )}
            <Now figures={now} />
          </>
        )}
      </Answered>
    </>
  );
}

function Now({ figures }: { readonly figures: Figures }) {
  const t = useTexts(texts);
  const format = useFormat();
  const parts: Record<Part, number> = {
    pending: figures.pending,
    sent: figures.sent,
    unconfirmed: figures.unconfirmed,
    suppressed: sum(figures.suppressed),
    failed: sum(figures.failed),
  };
  return (
    <>
      {!figures.balanced && <Alert type="error" showIcon title={t('notBalanced')} />}
      <section aria-label={t('identity')} aria-live="polite">
        <div className={styles.identity}>
          <Figure label={t('part.planned')} value={format.number(figures.planned)} testId="planned" />
          <span aria-hidden>=</span>
          {(Object.keys(parts) as Part[]).map((part, index) => (
            <span key={part} className={styles.term}>
              {index > 0 && <span aria-hidden>+</span>}
              <Figure label={t(`part.${part}`)} value={format.number(parts[part])} colour={colours[part]} />
            </span>
          ))}
        </div>
        <div className={styles.bar} role="img" aria-label={t('identityPicture')}>
          {(Object.keys(parts) as Part[])
            .filter((part) => parts[part] > 0)
            .map((part) => (
              <span key={part} style={{ flexGrow: parts[part], background: colours[part] }} />
            ))}
        </div>
        <p className={styles.note}>{t('refreshed')}</p>
      </section>
      <Row gutter={[24, 24]}>
        <Col xs={24} lg={12}>
          <h2 className={styles.heading}>{t('responses')}</h2>
          <Responses figures={figures} />
        </Col>
        <Col xs={24} lg={12}>
          <h2 className={styles.heading}>{t('whySilent')}</h2>
          <Reasons counts={{ ...figures.suppressed }} none={t('nothingSuppressed')} />
          {parts.failed > 0 && (
            <>
              <h2 className={styles.heading}>{t('whyFailed')}</h2>
              <Reasons counts={figures.failed} none="" />
            </>
          )}
          <h2 className={styles.heading}>{t('holdout')}</h2>
          <p>{t('ghosts', { count: format.number(figures.ghosts) })}</p>
        </Col>
      </Row>
    </>
  );
}

function Figure({ label, value, colour, testId }: { readonly label: string; readonly value: string; readonly colour?: string; readonly testId?: string }) {
  return (
    <span className={styles.figure}>
      <span className={styles.figureLabel}>
        {colour !== undefined && <span className={styles.dot} style={{ background: colour }} aria-hidden />}
        {label}
      </span>
      <span className={`figure ${styles.figureValue ?? ''}`} data-testid={testId}>
        {value}
      </span>
    </span>
  );
}

const answersShown = ['shown', 'clicked', 'interested', 'accepted', 'rejected', 'ignored'] as const;

function Responses({ figures }: { readonly figures: Figures }) {
  const t = useTexts(texts);
  const format = useFormat();
  const option = useMemo(
    (): EChartsOption => ({
      grid: { left: 8, right: 56, top: 4, bottom: 4, containLabel: true },
      xAxis: { type: 'value', show: false },
      yAxis: {
        type: 'category',
        inverse: true,
        data: answersShown.map((answered) => t(`response.${answered}`)),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: palette.inkSoft, fontSize: 13 },
      },
      series: [
        {
          type: 'bar',
          data: answersShown.map((answered) => figures.responses[answered] ?? 0),
          barMaxWidth: 20,
          label: { show: true, position: 'right', color: palette.ink, formatter: ({ value }) => format.number(Number(value)) },
          itemStyle: { borderRadius: [0, 4, 4, 0] },
        },
      ],
    }),
    [figures, t, format],
  );
  return <Chart label={answersShown.map((answered) => `${t(`response.${answered}`)} ${format.number(figures.responses[answered] ?? 0)}`).join(', ')} option={option} height={210} />;
}

/** The most frequent first. */
function Reasons({ counts, none }: { readonly counts: Readonly<Record<string, number>>; readonly none: string }) {
  const format = useFormat();
  const say = useReason();
  const sorted = Object.entries(counts).sort(([, one], [, other]) => other - one);
  return sorted.length === 0 ? (
    <p className={styles.note}>{none}</p>
  ) : (
    <ul className={styles.reasons}>
      {sorted.map(([reason, count]) => (
        <li key={reason}>
          <span>{say(reason)}</span>
          <span className="figure">{format.number(count)}</span>
        </li>
      ))}
    </ul>
  );
}
