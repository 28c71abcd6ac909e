import { Alert, Table, Tag, type TableColumnsType } from 'antd';
import type { EChartsOption } from 'echarts';
import { useMemo } from 'react';
import { isPresent } from '../../../api/present';
import type { components } from '../../../api/schema';
import { Chart } from '../../../ui/Chart';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { palette } from '../../../ui/palette';
import { Answered } from '../../../ui/states/Answered';
import { Empty } from '../../../ui/states/Empty';
import { useCampaignEffect, useFunnel, type Effect } from '../campaign';
import type { Campaign } from '../campaigns';
import { texts } from '../detail.texts';
import { SatisfactionView } from './SatisfactionView';
import styles from '../detail.module.css';
import { funnelLines } from './funnel';

type Comparison = components['schemas']['ArmComparison'];
type Arm = components['schemas']['ArmFigures'];
type Part = components['schemas']['CampaignEffectPart'];

type Interval = Required<components['schemas']['Interval']>;

/** Both ends are always there; the description of a value type leaves them open. */
const endsOf = (interval: components['schemas']['Interval']) => interval as Interval;

const pointsOf = (share: number) => share * 100;

/** What it came to: the way from audience to acceptance, and the effect beside the customers who were left alone, and what customers said of it. */
export function EvaluationStage({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const effect = useCampaignEffect(campaign.id);
  return (
    <div className={styles.sections}>
      <section>
        <h2 className={styles.heading}>{t('funnel')}</h2>
        <Funnel id={campaign.id} />
      </section>
      <section>
        <h2 className={styles.heading}>{t('effect')}</h2>
        <Answered query={effect}>{(known) => <EffectView effect={known} />}</Answered>
      </section>
      <SatisfactionView id={campaign.id} />
    </div>
  );
}

function Funnel({ id }: { readonly id: string }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Answered query={useFunnel(id)}>
      {(funnel) => (
        <ol className={styles.funnel}>
          {funnelLines(funnel.stages).map(({ stage, count, width, ofBefore }) => (
            <li key={stage}>
              <span>{stage === 'audience' ? t('audience') : stage === 'planned' || stage === 'sent' ? t(`part.${stage}`) : t(`response.${stage as 'shown'}`)}</span>
              <span className={styles.funnelBar}>
                <span style={{ width: `${String(width)}%` }} />
              </span>
              <span className="figure">{format.number(count)}</span>
              <span className={`figure ${styles.note ?? ''}`}>{ofBefore === null ? '' : format.percent(ofBefore)}</span>
            </li>
          ))}
        </ol>
      )}
    </Answered>
  );
}

function EffectView({ effect }: { readonly effect: Effect }) {
  const t = useTexts(texts);
  const format = useFormat();
  const comparison = effect.effect?.comparisons[0];
  if (effect.arms.every((arm) => arm.customers === 0)) {
    return <Empty title={t('noEffectYet')}>{t('noEffectYetDetail')}</Empty>;
  }

  return (
    <>
      {!effect.hasControlGroup && <Alert type="warning" showIcon title={t('noControlGroup')} description={t('noControlGroupDetail')} />}
      {comparison && <Verdict comparison={comparison} />}
      <ArmTable arms={effect.arms} />
      <p className={styles.note}>{t('costOf', { cost: format.money(effect.cost) })}</p>
      {effect.notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      <PartChart title={t('byOffering')} parts={effect.byOffering} />
      <PartChart title={t('byChannel')} parts={effect.byChannel} />
    </>
  );
}

const verdictColours = { better: 'success', worse: 'error', undecided: 'default', tooFew: 'default', notAnEffect: 'default' } as const;

function Verdict({ comparison }: { readonly comparison: Comparison }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { difference, verdict } = comparison.response;
  const interval = isPresent(comparison.response.interval) ? endsOf(comparison.response.interval) : null;
  const points = (value: number) => `${value > 0 ? '+' : ''}${format.number(pointsOf(value), 2)}`;
  return (
    <div className={styles.verdict}>
      <p className={styles.verdictFigure}>
        <span className="figure">{points(difference)}</span> <span className={styles.note}>{t('percentagePoints')}</span>
      </p>
      <p>
        {interval !== null && t('intervalOf', { low: points(interval.low), high: points(interval.high) })} <Tag color={verdictColours[verdict]}>{t(`verdict.${verdict}`)}</Tag>
      </p>
    </div>
  );
}

function ArmTable({ arms }: { readonly arms: readonly Arm[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const figure = (value: string) => <span className="figure">{value}</span>;
  const columns: TableColumnsType<Arm> = [
    { title: t('arm'), render: (_, { arm }) => (arm === 'holdout' ? t('holdout') : t('offeredArm')) },
    { title: t('customers'), align: 'right', render: (_, { customers }) => figure(format.number(customers)) },
    { title: t('responded'), align: 'right', render: (_, { responses }) => figure(format.number(responses)) },
    { title: t('rate'), align: 'right', render: (_, { rate }) => figure(format.percent(rate, 2)) },
    {
      title: t('interval'),
      align: 'right',
      responsive: ['sm'],
      render: (_, { rateInterval }) => figure(`${format.percent(endsOf(rateInterval).low, 2)} – ${format.percent(endsOf(rateInterval).high, 2)}`),
    },
  ];
  return <Table<Arm> rowKey="arm" size="small" pagination={false} columns={columns} dataSource={[...arms]} />;
}

/** Differences with their intervals, one line each; a line that crosses zero decides nothing. */
function PartChart({ title, parts }: { readonly title: string; readonly parts: readonly Part[] | null }) {
  const t = useTexts(texts);
  const format = useFormat();
  const measured = useMemo(
    () =>
      (parts ?? []).flatMap((part) => {
        const response = part.effect?.comparisons[0]?.response;
        return isPresent(response) && isPresent(response.interval) ? [{ value: part.value, difference: response.difference, interval: endsOf(response.interval) }] : [];
      }),
    [parts],
  );
  const option = useMemo(
    (): EChartsOption => ({
      grid: { left: 8, right: 24, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: 'value', splitLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.inkFaint } },
      yAxis: { type: 'category', inverse: true, data: measured.map(({ value }) => value), axisTick: { show: false }, axisLabel: { color: palette.inkSoft } },
      series: [
        { type: 'bar', stack: 'interval', silent: true, itemStyle: { color: 'transparent' }, data: measured.map(({ interval }) => pointsOf(interval.low)) },
        { type: 'bar', stack: 'interval', silent: true, barMaxWidth: 6, itemStyle: { color: '#9dbcec', borderRadius: 3 }, stackStrategy: 'all', data: measured.map(({ interval }) => pointsOf(interval.high - interval.low)) },
        { type: 'line', lineStyle: { width: 0 }, symbol: 'circle', symbolSize: 9, itemStyle: { color: palette.primary }, data: measured.map(({ difference }) => pointsOf(difference)) },
      ],
    }),
    [measured],
  );
  if (measured.length < 2) {
    return null;
  }

  const spoken = measured.map(({ value, difference, interval }) => `${value} ${format.number(pointsOf(difference), 2)} (${format.number(pointsOf(interval.low), 2)} – ${format.number(pointsOf(interval.high), 2)})`);
  return (
    <>
      <h2 className={styles.heading}>
        {title} <span className={styles.note}>{t('percentagePoints')}</span>
      </h2>
      <Chart label={`${title}: ${spoken.join(', ')}`} option={option} height={60 + 34 * measured.length} />
    </>
  );
}
