import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { isPresent } from '../../../api/present';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { useCalendarDay, type Calendar } from '../../calendar/calendar';
import { useChannels } from '../../channels/channels';
import type { Campaign } from '../campaigns';
import styles from '../detail.module.css';
import { texts } from './texts';

type Use = Calendar['days'][number]['uses'][number];

interface Line {
  readonly channel: string;
  readonly name: string;
  readonly capacity: number | null;
  readonly own: number;
  readonly others: readonly Use[];
  readonly over: number;
}

/** What the plans of all campaigns ask of this one's channels on a day, beside what there is. */
export function Competition({ campaign, day }: { readonly campaign: Campaign; readonly day: string }) {
  const t = useTexts(texts);
  const format = useFormat();
  const channels = useChannels();
  const calendar = useCalendarDay(day);
  const lineOf = (known: Calendar, channel: string): Line => {
    const asked = known.days.find((one) => one.channel === channel);
    const definition = channels.data?.find(({ id }) => id === channel);
    return {
      channel,
      name: definition?.name ?? channel,
      capacity: definition?.dailyCapacity ?? null,
      own: asked?.uses.find(({ campaignId }) => campaignId === campaign.id)?.contacts ?? 0,
      others: asked?.uses.filter(({ campaignId }) => campaignId !== campaign.id) ?? [],
      over: asked?.over ?? 0,
    };
  };
  const figure = (value: number) => <span className="figure">{format.number(value)}</span>;
  const columns: TableColumnsType<Line> = [
    { title: t('channel'), key: 'channel', dataIndex: 'name' },
    { title: t('capacity'), key: 'capacity', align: 'right', render: (_, { capacity }) => (isPresent(capacity) ? figure(capacity) : t('noLimit')) },
    { title: t('ownNeed'), key: 'own', align: 'right', responsive: ['sm'], render: (_, { own }) => figure(own) },
    { title: t('othersNeed'), key: 'others', align: 'right', render: (_, { others }) => <Others uses={others} /> },
    { title: t('over'), key: 'over', align: 'right', render: (_, { over }) => <span className={over > 0 ? (styles.over ?? '') : ''}>{figure(over)}</span> },
  ];
  return (
    <Answered query={calendar} rows={2}>
      {(known) => <Table<Line> rowKey="channel" size="small" pagination={false} columns={columns} dataSource={campaign.channels.map((channel) => lineOf(known, channel))} />}
    </Answered>
  );
}

function Others({ uses }: { readonly uses: readonly Use[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  return uses.length === 0 ? (
    t('none')
  ) : (
    <ul className={styles.plain}>
      {uses.map((use) => (
        <li key={use.campaignId}>
          <Link to={`/campaigns/${use.campaignId}?stage=resources`}>{use.campaignName}</Link> <span className="figure">{format.number(use.contacts)}</span>
        </li>
      ))}
    </ul>
  );
}
