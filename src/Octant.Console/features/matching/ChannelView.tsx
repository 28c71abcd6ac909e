import { Card, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { useChannels, type Channel } from '../channels/channels';
import { useRows } from './matching';
import styles from './matching.module.css';
import { texts } from './texts';
import { useMatchingWords, verdicts } from './useMatchingWords';

const most = 500;
const fromBest = [...verdicts].reverse();

/** Channel by channel: how much it carries, what it costs, what it has room for. */
export function ChannelView() {
  const t = useTexts(texts);
  const format = useFormat();
  const words = useMatchingWords();
  const channels = useChannels();
  const rows = useRows({ search: '', cluster: null, tier: null, offset: 0, limit: most });
  const countsOf = (id: string) => {
    const cells = (rows.data?.items ?? []).flatMap((row) => row.cells.filter((cell) => cell.channel === id));
    return fromBest.map((verdict) => ({ verdict, count: cells.filter((cell) => cell.verdict === verdict).length }));
  };
  const columns: TableColumnsType<Channel> = [
    {
      title: t('channel'),
      key: 'channel',
      width: 180,
      render: (_, channel) => (
        <>
          <Link to={`/channels/${channel.id}`}>{channel.name}</Link>
          <span className="on-telephones">
            {t('perContact')} <span className="figure">{format.money(channel.costPerContact ?? 0)}</span>
          </span>
        </>
      ),
    },
    { title: t('family'), key: 'family', width: 110, responsive: ['md'], render: (_, { family }) => family && words.family(family) },
    {
      title: t('carries'),
      key: 'carries',
      width: 240,
      render: (_, channel) => {
        const counts = countsOf(channel.id);
        return (
          <div
            className={styles.bar}
            role="img"
            aria-label={t('carriesLabel', { channel: channel.name, parts: counts.map(({ verdict, count }) => `${words.verdict(verdict)} ${format.number(count)}`).join(', ') })}
          >
            {counts
              .filter(({ count }) => count > 0)
              .map(({ verdict, count }) => (
                <span key={verdict} className={styles[`cell-${verdict}`] ?? ''} style={{ flexGrow: count }}>
                  {format.number(count)}
                </span>
              ))}
          </div>
        );
      },
    },
    { title: t('perContact'), key: 'contact', align: 'right', width: 130, responsive: ['md'], render: (_, { costPerContact }) => <span className="figure">{format.money(costPerContact ?? 0)}</span> },
    {
      title: t('perTransaction'),
      key: 'transaction',
      align: 'right',
      width: 140,
      responsive: ['lg'],
      render: (_, { costPerTransaction }) => <span className="figure">{format.money(costPerTransaction ?? 0)}</span>,
    },
    {
      title: t('capacity'),
      key: 'capacity',
      align: 'right',
      width: 130,
      responsive: ['md'],
      render: (_, { dailyCapacity }) => <span className="figure">{isPresent(dailyCapacity) ? format.number(dailyCapacity) : '∞'}</span>,
    },
  ];
  return (
    <Card styles={{ body: { padding: 0 } }} title={<h2 className={styles.cardTitle}>{t('view.channel')}</h2>} extra={<Link to="/channel-steerings">{t('steer')}</Link>}>
      <Answered query={channels} rows={8}>
        {(all) => (
          <Table<Channel>
            rowKey="id"
            columns={columns}
            dataSource={all}
            pagination={false}
            locale={{ emptyText: <Empty title={t('noChannels')}>{t('noChannelsDetail')}</Empty> }}
          />
        )}
      </Answered>
    </Card>
  );
}
