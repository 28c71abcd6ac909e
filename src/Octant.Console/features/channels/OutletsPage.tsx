import type { TableColumnsType } from 'antd';
import { DocumentList } from '../../ui/documents/DocumentList';
import { useTexts } from '../../ui/language/LanguageProvider';
import { usePermission } from '../session/session';
import { outlets, useChannelName, type Outlet } from './channels';
import { texts } from './texts';

export default function OutletsPage() {
  const t = useTexts(texts);
  const permits = usePermission();
  const channelName = useChannelName();
  const columns: TableColumnsType<Outlet> = [
    { title: t('field.channel'), key: 'channel', width: 180, render: (_, { channel }) => channelName(channel) },
    { title: t('field.organisation'), key: 'organisation', width: 280, responsive: ['md'], render: (_, { organisation }) => organisation },
  ];
  return (
    <DocumentList
      kind={outlets}
      title={t('outlets')}
      detail={t('outletsDetail')}
      path="/outlets"
      nameTitle={t('outlet')}
      nameOf={(outlet) => outlet.name}
      noteOf={({ organisation }) => organisation}
      columns={columns}
      newLabel={permits('channels:write') ? t('newOutlet') : null}
      none={{ title: t('noOutlet'), detail: t('noOutletDetail') }}
    />
  );
}
