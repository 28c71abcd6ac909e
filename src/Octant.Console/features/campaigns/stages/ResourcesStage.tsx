import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { isPresent } from '../../../api/present';
import type { components } from '../../../api/schema';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { Empty } from '../../../ui/states/Empty';
import { useChannels, type Channel } from '../../channels/channels';
import { AllocationSection } from '../allocation/AllocationSection';
import { useConflicts } from '../campaign';
import type { Campaign } from '../campaigns';
import { texts } from '../detail.texts';
import styles from '../detail.module.css';

type Conflict = components['schemas']['CampaignConflict'];

/** What its channels can take, and which other campaigns want the same customers there at the same time. */
export function ResourcesStage({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  return (
    <div className={styles.sections}>
      <section>
        <h2 className={styles.heading}>{t('conflicts')}</h2>
        <Answered query={useConflicts(campaign.id)}>
          {(conflicts) => (conflicts.items.length === 0 ? <Empty title={t('noConflicts')} /> : <ConflictTable items={conflicts.items} audience={conflicts.audience} />)}
        </Answered>
      </section>
      <AllocationSection campaign={campaign} />
      <section>
        <h2 className={styles.heading}>{t('channels')}</h2>
        <Answered query={useChannels()}>{(channels) => <ChannelTable channels={channels.filter((channel) => campaign.channels.includes(channel.id))} />}</Answered>
      </section>
    </div>
  );
}

function ConflictTable({ items, audience }: { readonly items: readonly Conflict[]; readonly audience: number }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns: TableColumnsType<Conflict> = [
    { title: t('campaign'), render: (_, conflict) => <Link to={`/campaigns/${conflict.campaignId}`}>{conflict.campaignName}</Link> },
    {
      title: t('sharedCustomers'),
      align: 'right',
      render: (_, { sharedAudience }) => (
        <span className="figure">
          {format.number(sharedAudience)} ({format.percent(audience === 0 ? 0 : sharedAudience / audience)})
        </span>
      ),
    },
    { title: t('sharedDays'), align: 'right', responsive: ['sm'], render: (_, { days }) => <span className="figure">{format.number(days)}</span> },
    { title: t('channels'), responsive: ['md'], render: (_, { channels }) => channels.join(', ') },
    { title: t('precedence'), align: 'right', responsive: ['lg'], render: (_, { precedence }) => <span className="figure">{precedence}</span> },
  ];
  return <Table<Conflict> rowKey="campaignId" size="small" pagination={false} columns={columns} dataSource={[...items]} />;
}

function ChannelTable({ channels }: { readonly channels: readonly Channel[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns: TableColumnsType<Channel> = [
    { title: t('channel'), dataIndex: 'name' },
    {
      title: t('dailyCapacity'),
      align: 'right',
      render: (_, { dailyCapacity }) => <span className="figure">{isPresent(dailyCapacity) ? format.number(dailyCapacity) : t('unlimited')}</span>,
    },
    { title: t('costPerContact'), align: 'right', render: (_, { costPerContact }) => <span className="figure">{format.money(costPerContact ?? 0)}</span> },
  ];
  return <Table<Channel> rowKey="id" size="small" pagination={false} columns={columns} dataSource={[...channels]} />;
}
