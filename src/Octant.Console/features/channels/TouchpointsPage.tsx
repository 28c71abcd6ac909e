import type { TableColumnsType } from 'antd';
import { DocumentList } from '../../ui/documents/DocumentList';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { tiers, useMatchingWords } from '../matching/useMatchingWords';
import { usePermission } from '../session/session';
import { touchpoints, useChannelName, type Touchpoint } from './channels';
import { texts } from './texts';

export default function TouchpointsPage() {
  const t = useTexts(texts);
  const format = useFormat();
  const words = useMatchingWords();
  const permits = usePermission();
  const channelName = useChannelName();
  const columns: TableColumnsType<Touchpoint> = [
    { title: t('field.channel'), key: 'channel', width: 180, render: (_, { channel }) => channelName(channel) },
    { title: t('field.slots'), key: 'slots', width: 110, responsive: ['md'], align: 'right', render: (_, { slots }) => <span className="figure">{format.number(slots ?? 1)}</span> },
    {
      title: t('hasQuota'),
      key: 'quota',
      width: 260,
      responsive: ['md'],
      render: (_, { quota }) => (quota ? tiers.map((tier) => `${words.tier(tier)} ${format.number(quota[tier])}`).join(' · ') : '–'),
    },
  ];
  return (
    <DocumentList
      kind={touchpoints}
      title={t('touchpoints')}
      detail={t('touchpointsDetail')}
      path="/touchpoints"
      nameTitle={t('touchpoint')}
      nameOf={(touchpoint) => touchpoint.name}
      noteOf={({ slots }) => `${t('field.slots')} ${format.number(slots ?? 1)}`}
      columns={columns}
      newLabel={permits('channels:write') ? t('newTouchpoint') : null}
      none={{ title: t('noTouchpoint'), detail: t('noTouchpointDetail') }}
    />
  );
}
