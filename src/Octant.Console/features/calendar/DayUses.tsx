import { Alert, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useChannels } from '../channels/channels';
import type { ChannelDay } from './calendar';
import { texts } from './texts';

type Use = ChannelDay['uses'][number];

/** Who asks for a channel on one day; where it is too much, the lower precedence gives way. */
export function DayUses({ day }: { readonly day: ChannelDay }) {
  const t = useTexts(texts);
  const format = useFormat();
  const name = useChannels().data?.find(({ id }) => id === day.channel)?.name ?? day.channel;
  const columns: TableColumnsType<Use> = [
    { title: t('campaign'), key: 'campaign', render: (_, use) => <Link to={`/campaigns/${use.campaignId}?stage=resources`}>{use.campaignName}</Link> },
    { title: t('contacts'), key: 'contacts', align: 'right', render: (_, use) => <span className="figure">{format.number(use.contacts)}</span> },
    { title: t('precedence'), key: 'precedence', align: 'right', render: (_, use) => <span className="figure">{format.number(use.precedence)}</span> },
  ];
  return (
    <>
      <Alert
        type={day.over > 0 ? 'error' : 'info'}
        showIcon
        title={`${name} · ${format.date(day.day)}`}
        description={
          isPresent(day.capacity)
            ? t(day.over > 0 ? 'askedOver' : 'asked', { asked: format.number(day.asked), capacity: format.number(day.capacity), over: format.number(day.over) })
            : t('askedUnlimited', { asked: format.number(day.asked) })
        }
      />
      <Table<Use> size="small" rowKey="campaignId" columns={columns} dataSource={[...day.uses]} pagination={false} />
    </>
  );
}
