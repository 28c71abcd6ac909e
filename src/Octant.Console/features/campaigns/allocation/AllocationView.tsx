import { Alert, Button, Popconfirm, Progress, Table, Tag, type TableColumnsType } from 'antd';
import type { components } from '../../../api/schema';
import { isPresent } from '../../../api/present';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Failure } from '../../../ui/states/Failure';
import { useChannelName } from '../../channels/channels';
import { usePermission } from '../../session/session';
import type { Campaign } from '../campaigns';
import styles from '../detail.module.css';
import { LeftOut } from './LeftOut';
import { resourceOf, useApplyAllocation, type Allocation, type AllocationResult } from './allocation';
import { texts } from './texts';

type Volume = AllocationResult['volumes'][number];
type Minimum = AllocationResult['minimums'][number];
type ResourceUse = components['schemas']['ResourceUse'];

interface AllocationViewProps {
  readonly allocation: Allocation;
  readonly campaign: Campaign;
  readonly nameOf: (campaign: string) => string;
}

const steps = ['reading', 'sampling', 'pricing', 'repairing', 'done'] as const;
const isStep = (stage: string): stage is (typeof steps)[number] => (steps as readonly string[]).includes(stage);

/** How far it has come; then what it came to, and how near to the best possible. */
export function AllocationView({ allocation, campaign, nameOf }: AllocationViewProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const { state, stage, done, total, problem, leftOut, result } = allocation;
  const step = isStep(stage) ? t(`step.${stage}`, { read: format.number(allocation.read) }) : stage;
  return (
    <div className={styles.sections} data-testid="allocation">
      <div role="status">
        <p>
          {t(`state.${state}`)} · <span className={styles.note}>{[step, t('plannedFor', { time: format.dateTime(allocation.at) })].join(' · ')}</span>
        </p>
        {state === 'running' && <Progress percent={isPresent(total) && total > 0 ? Math.floor((100 * done) / total) : 0} aria-label={t('progress')} />}
        {isPresent(problem) && <Alert type="error" showIcon title={problem} />}
      </div>
      <LeftOut campaigns={leftOut} nameOf={nameOf} />
      {isPresent(result) && (result.customers === 0 ? <Alert type="info" showIcon title={t('nothingGiven')} description={t('nothingGivenDetail')} /> : <Result id={allocation.id} result={result} campaign={campaign} nameOf={nameOf} />)}
    </div>
  );
}

interface ResultProps {
  readonly id: string;
  readonly result: AllocationResult;
  readonly campaign: Campaign;
  readonly nameOf: (campaign: string) => string;
}

function Result({ id, result, campaign, nameOf }: ResultProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const figures = [
    { key: 'given', value: format.number(result.contacts), note: t('customers', { count: format.number(result.customers) }) },
    { key: 'value', value: format.money(result.value), note: null },
    { key: 'bound', value: format.money(result.bound), note: null },
    { key: 'gap', value: format.percent(result.gap, 3), note: t('passes', { count: format.number(result.passes) }) },
  ] as const;
  return (
    <>
      <dl className={styles.times}>
        {figures.map(({ key, value, note }) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd className="figure" data-figure={key}>
              {value}
            </dd>
            {note !== null && <dd className={styles.note}>{note}</dd>}
          </div>
        ))}
      </dl>
      <div>
        <h3 className={styles.heading}>{t('shares')}</h3>
        <Volumes volumes={result.volumes} own={campaign.id} nameOf={nameOf} />
      </div>
      <div>
        <h3 className={styles.heading}>{t('resources')}</h3>
        <Resources resources={result.resources} nameOf={nameOf} />
      </div>
      {result.minimums.length > 0 && (
        <div>
          <h3 className={styles.heading}>{t('promised')}</h3>
          <Minimums minimums={result.minimums} nameOf={nameOf} />
        </div>
      )}
      <Apply id={id} isLive={campaign.status === 'live'} />
    </>
  );
}

function Volumes({ volumes, own, nameOf }: { readonly volumes: readonly Volume[]; readonly own: string; readonly nameOf: (campaign: string) => string }) {
  const t = useTexts(texts);
  const format = useFormat();
  const channelName = useChannelName();
  const columns: TableColumnsType<Volume> = [
    {
      title: t('campaign'),
      key: 'campaign',
      render: (_, { campaign }) => (
        <>
          {nameOf(campaign)} {campaign === own && <Tag color="processing">{t('thisOne')}</Tag>}
        </>
      ),
    },
    { title: t('offering'), key: 'offering', responsive: ['sm'], dataIndex: 'offering' },
    { title: t('channel'), key: 'channel', render: (_, { channel }) => channelName(channel) },
    { title: t('given'), key: 'contacts', align: 'right', render: (_, { contacts }) => <span className="figure">{format.number(contacts)}</span> },
  ];
  const sorted = [...volumes].sort((one, other) => Number(other.campaign === own) - Number(one.campaign === own) || other.contacts - one.contacts);
  return <Table<Volume> rowKey={({ campaign, offering, channel }) => `${campaign} ${offering} ${channel}`} size="small" pagination={sorted.length > 12 ? { pageSize: 12, showSizeChanger: false } : false} columns={columns} dataSource={sorted} />;
}

function useResourceName(nameOf: (campaign: string) => string): (name: string) => string {
  const t = useTexts(texts);
  const channelName = useChannelName();
  return (name) => {
    const resource = resourceOf(name);
    if (resource === null) {
      return name;
    }

    switch (resource.kind) {
      case 'budget':
        return t('resource.budget');
      case 'channel':
        return t('resource.channel', { name: channelName(resource.id) });
      case 'stock':
        return t('resource.stock', { name: resource.id });
      default:
        return t(`resource.${resource.kind}`, { name: nameOf(resource.id) });
    }
  };
}

function Resources({ resources, nameOf }: { readonly resources: readonly ResourceUse[]; readonly nameOf: (campaign: string) => string }) {
  const t = useTexts(texts);
  const format = useFormat();
  const name = useResourceName(nameOf);
  const isMoney = (resource: ResourceUse) => /budget/i.test(resourceOf(resource.name)?.kind ?? '');
  const amount = (resource: ResourceUse, value: number) => <span className="figure">{isMoney(resource) ? format.money(value) : format.number(value)}</span>;
  const columns: TableColumnsType<ResourceUse> = [
    { title: t('resource'), key: 'resource', render: (_, resource) => name(resource.name) },
    { title: t('available'), key: 'capacity', align: 'right', responsive: ['sm'], render: (_, resource) => amount(resource, resource.capacity) },
    { title: t('used'), key: 'used', align: 'right', render: (_, resource) => amount(resource, resource.used) },
    { title: t('oneMore'), key: 'price', align: 'right', render: (_, resource) => <span className="figure">{format.number(isMoney(resource) ? resource.price : resource.price / 100, 4)}</span> },
  ];
  return <Table<ResourceUse> rowKey="name" size="small" pagination={false} columns={columns} dataSource={[...resources]} />;
}

function Minimums({ minimums, nameOf }: { readonly minimums: readonly Minimum[]; readonly nameOf: (campaign: string) => string }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns: TableColumnsType<Minimum> = [
    { title: t('campaign'), key: 'name', render: (_, { name }) => nameOf(name.replace(/^campaign /, '')) },
    { title: t('promised'), key: 'contacts', align: 'right', render: (_, { contacts }) => <span className="figure">{format.number(contacts)}</span> },
    { title: t('reached'), key: 'reached', align: 'right', render: (_, { reached }) => <span className="figure">{format.number(reached)}</span> },
  ];
  return <Table<Minimum> rowKey="name" size="small" pagination={false} columns={columns} dataSource={[...minimums]} />;
}

/** Nothing of an allocation holds until somebody who may puts it in force. */
function Apply({ id, isLive }: { readonly id: string; readonly isLive: boolean }) {
  const t = useTexts(texts);
  const permits = usePermission();
  const apply = useApplyAllocation();
  if (apply.data?.allocationId === id) {
    return <Alert type="success" showIcon title={t('applied')} />;
  }

  if (!isLive || !permits('policies:write')) {
    return <p className={styles.note}>{t(isLive ? 'applyOthers' : 'applyLater')}</p>;
  }

  return (
    <div>
      <Failure error={apply.error} />
      <Popconfirm
        title={t('applySure')}
        okText={t('apply')}
        onConfirm={() => {
          apply.mutate(id);
        }}
      >
        <Button type="primary" loading={apply.isPending}>
          {t('apply')}
        </Button>
      </Popconfirm>
    </div>
  );
}
