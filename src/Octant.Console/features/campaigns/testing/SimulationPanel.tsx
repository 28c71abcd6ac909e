import { Alert, Button, Progress, Select, Space, Table, Tag, type TableColumnsType } from 'antd';
import { useState } from 'react';
import type { components } from '../../../api/schema';
import { isPresent } from '../../../api/present';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { Failure } from '../../../ui/states/Failure';
import { useChannelName } from '../../channels/channels';
import { useReason, useStage } from '../../decisions/useReason';
import { usePermission } from '../../session/session';
import type { Campaign } from '../campaigns';
import styles from '../detail.module.css';
import { texts } from './texts';
import { useLatestSimulation, useSimulation, useSimulationChanges, useStartSimulation, useStopSimulation, type Simulation } from './testing';

type Result = components['schemas']['SimulationResult'];
type CampaignOutcome = Result['campaigns'][number];
type ChannelOutcome = Result['channels'][number];
type Change = components['schemas']['ChangedRecommendation'];

const periods = [1, 7, 30] as const;

/** What the campaign would have done to the decisions of the last days: nothing is sent, reserved or learned. */
export function SimulationPanel({ campaign, mayStart }: { readonly campaign: Campaign; readonly mayStart: boolean }) {
  const t = useTexts(texts);
  const [days, setDays] = useState<number>(7);
  const start = useStartSimulation();
  const latest = useLatestSimulation(campaign.id);
  const id = start.data?.id ?? latest.data ?? null;
  const simulation = useSimulation(id);
  const stop = useStopSimulation();
  const isRunning = simulation.data?.state === 'waiting' || simulation.data?.state === 'running';
  return (
    <section>
      <h2 className={styles.heading}>{t('history')}</h2>
      <p className={styles.note}>{t('historyDetail')}</p>
      {mayStart && (
        <Space wrap className={styles.simulationStart ?? ''}>
          <Select aria-label={t('historyOf')} value={days} onChange={setDays} options={periods.map((count) => ({ value: count, label: t('lastDays', { count }) }))} popupMatchSelectWidth={false} />
          <Button
            type="primary"
            loading={start.isPending}
            disabled={isRunning}
            onClick={() => {
              start.mutate({ campaign, days });
            }}
          >
            {t('simulate')}
          </Button>
          {isRunning && id !== null && (
            <Button
              loading={stop.isPending}
              onClick={() => {
                stop.mutate(id, {
                  onSuccess: () => {
                    void simulation.refetch();
                  },
                });
              }}
            >
              {t('stop')}
            </Button>
          )}
        </Space>
      )}
      <Failure error={start.error ?? stop.error} />
      {id !== null && <Answered query={simulation}>{(known) => <SimulationView simulation={known} campaign={campaign} />}</Answered>}
    </section>
  );
}

function SimulationView({ simulation, campaign }: { readonly simulation: Simulation; readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { state, total, simulated, problem, result, from, to } = simulation;
  const share = total ? Math.floor((100 * simulated) / total) : state === 'completed' ? 100 : 0;
  return (
    <div className={styles.sections}>
      <div role="status">
        <p>
          {t(`state.${state}`)} · <span className={styles.note}>{t('simulatedOf', { count: format.number(simulated), from: format.dateTime(from), to: format.dateTime(to) })}</span>
        </p>
        {(state === 'running' || state === 'waiting') && <Progress percent={share} aria-label={t('progress')} />}
        {problem && <Alert type="error" showIcon title={problem} />}
      </div>
      {result && (result.decisions.simulated === 0 ? <Alert type="info" showIcon title={t('noHistory')} description={t('noHistoryDetail')} /> : <ResultView id={simulation.id} result={result} campaign={campaign} />)}
    </div>
  );
}

function ResultView({ id, result, campaign }: { readonly id: string; readonly result: Result; readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const format = useFormat();
  const mayRead = usePermission()('customers:read');
  const own = result.campaigns.find((outcome) => outcome.campaign === campaign.id);
  return (
    <>
      <dl className={styles.times}>
        {[
          { key: 'offersMade' as const, value: format.number(own?.simulated.offers ?? 0) },
          { key: 'expectedAnswers' as const, value: format.number(own?.simulated.expectedResponses.mean ?? 0, 1), note: own && t('between', { low: format.number(own.simulated.expectedResponses.low), high: format.number(own.simulated.expectedResponses.high) }) },
          { key: 'moreAnswers' as const, value: format.number(result.moreResponses.mean, 1), note: t('between', { low: format.number(result.moreResponses.low), high: format.number(result.moreResponses.high) }) },
        ].map(({ key, value, note }) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd className="figure" data-figure={key}>
              {value}
            </dd>
            {note && <dd className={styles.note}>{note}</dd>}
          </div>
        ))}
      </dl>
      <div>
        <h3 className={styles.heading}>{t('winners')}</h3>
        <Winners outcomes={result.campaigns} />
      </div>
      <div>
        <h3 className={styles.heading}>{t('load')}</h3>
        <Load outcomes={result.channels} />
      </div>
      {mayRead && (
        <div>
          <h3 className={styles.heading}>{t('changes')}</h3>
          <Changes id={id} />
        </div>
      )}
      {result.notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
    </>
  );
}

const colours = { wins: 'success', loses: 'error', keeps: 'default' } as const;

function Winners({ outcomes }: { readonly outcomes: readonly CampaignOutcome[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const figure = (value: string) => <span className="figure">{value}</span>;
  const columns: TableColumnsType<CampaignOutcome> = [
    {
      title: t('campaign'),
      key: 'campaign',
      render: (_, { campaign, name, isInDraft, standing }) => (
        <>
          {name ?? campaign} {isInDraft && <Tag color="processing">{t('thisOne')}</Tag>}
          <Tag color={colours[standing]}>{t(`standing.${standing}`)}</Tag>
        </>
      ),
    },
    { title: t('was'), key: 'was', align: 'right', responsive: ['sm'], render: (_, { recorded }) => figure(format.number(recorded.offers)) },
    { title: t('would'), key: 'would', align: 'right', render: (_, { simulated }) => figure(format.number(simulated.offers)) },
    { title: t('difference'), key: 'difference', align: 'right', render: (_, { difference }) => figure(`${difference > 0 ? '+' : ''}${format.number(difference)}`) },
  ];
  return <Table<CampaignOutcome> rowKey="campaign" size="small" pagination={outcomes.length > 10 ? { pageSize: 10, showSizeChanger: false } : false} columns={columns} dataSource={[...outcomes]} />;
}

function Load({ outcomes }: { readonly outcomes: readonly ChannelOutcome[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const channelName = useChannelName();
  const figure = (value: string) => <span className="figure">{value}</span>;
  const columns: TableColumnsType<ChannelOutcome> = [
    { title: t('channel'), key: 'channel', render: (_, { channel }) => channelName(channel) },
    { title: t('was'), key: 'was', align: 'right', responsive: ['sm'], render: (_, { contacts }) => figure(format.number(contacts.recorded ?? 0)) },
    { title: t('would'), key: 'would', align: 'right', render: (_, { contacts }) => figure(format.number(contacts.simulated ?? 0)) },
    { title: t('capacity'), key: 'capacity', align: 'right', render: (_, { dailyCapacity }) => figure(isPresent(dailyCapacity) ? format.number(dailyCapacity) : t('noLimit')) },
    { title: t('fullDays'), key: 'full', align: 'right', responsive: ['md'], render: (_, { fullDays }) => figure(format.number(fullDays.simulated ?? 0)) },
  ];
  return <Table<ChannelOutcome> rowKey="channel" size="small" pagination={false} columns={columns} dataSource={[...outcomes]} />;
}

function Changes({ id }: { readonly id: string }) {
  const t = useTexts(texts);
  const format = useFormat();
  const changes = useSimulationChanges(id, true);
  const stageOf = useStage();
  const reasonOf = useReason();
  const offers = (made: readonly { readonly campaign: string; readonly offering: string }[]) => (made.length === 0 ? t('nothing') : made.map(({ offering, campaign }) => `${offering} (${campaign})`).join(', '));
  const columns: TableColumnsType<Change> = [
    { title: t('customer'), key: 'customer', render: (_, { customerId }) => customerId ?? t('erased') },
    { title: t('was'), key: 'was', responsive: ['md'], render: (_, { recorded }) => offers(recorded) },
    { title: t('would'), key: 'would', render: (_, { simulated }) => offers(simulated) },
    {
      title: t('why'),
      key: 'why',
      responsive: ['sm'],
      render: (_, { cause, stage, reason }) => (
        <>
          {t(`cause.${cause}`)} · {stageOf(stage)} {isPresent(reason) && <span className={styles.note}>{reasonOf(reason)}</span>}
        </>
      ),
    },
  ];
  return (
    <Answered query={changes} rows={2}>
      {({ items, total }) => (
        <>
          <p className={styles.note}>{t('changedCustomers', { count: format.number(total) })}</p>
          <Table<Change> rowKey="decisionId" size="small" pagination={items.length > 10 ? { pageSize: 10, showSizeChanger: false } : false} columns={columns} dataSource={items} />
        </>
      )}
    </Answered>
  );
}
