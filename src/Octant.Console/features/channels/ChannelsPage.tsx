import { Tag, type TableColumnsType } from 'antd';
import { isPresent } from '../../api/present';
import { DocumentList } from '../../ui/documents/DocumentList';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useMatchingWords } from '../matching/useMatchingWords';
import { usePermission } from '../session/session';
import { channels, type Channel } from './channels';
import { texts } from './texts';

export default function ChannelsPage() {
  const t = useTexts(texts);
  const words = useMatchingWords();
  const format = useFormat();
  const permits = usePermission();
  const columns: TableColumnsType<Channel> = [
    { title: t('field.family'), key: 'family', width: 120, responsive: ['md'], render: (_, { family }) => family && words.family(family) },
    {
      title: t('field.direction'),
      key: 'direction',
      width: 120,
      render: (_, { direction }) => direction && <Tag color={direction === 'active' ? 'processing' : 'default'}>{words.direction(direction)}</Tag>,
    },
    {
      title: t('field.costPerContact'),
      key: 'contact',
      width: 150,
      responsive: ['md'],
      align: 'right',
      render: (_, { costPerContact }) => <span className="figure">{format.money(costPerContact ?? 0)}</span>,
    },
    {
      title: t('field.costPerTransaction'),
      key: 'transaction',
      width: 160,
      responsive: ['lg'],
      align: 'right',
      render: (_, { costPerTransaction }) => <span className="figure">{format.money(costPerTransaction ?? 0)}</span>,
    },
    {
      title: t('field.dailyCapacity'),
      key: 'capacity',
      width: 130,
      responsive: ['md'],
      align: 'right',
      render: (_, { dailyCapacity }) => <span className="figure">{isPresent(dailyCapacity) ? format.number(dailyCapacity) : '∞'}</span>,
    },
  ];
  return (
    <DocumentList
      kind={channels}
      title={t('channels')}
      detail={t('channelsDetail')}
      path="/channels"
      nameTitle={t('channel')}
      nameOf={(channel) => channel.name}
      noteOf={({ costPerContact }) => `${t('field.costPerContact')} ${format.money(costPerContact ?? 0)}`}
      columns={columns}
      newLabel={permits('channels:write') ? t('newChannel') : null}
      none={{ title: t('noChannel'), detail: t('noChannelDetail') }}
    />
  );
}
