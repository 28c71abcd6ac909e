import type { TableColumnsType } from 'antd';
import { DocumentList } from '../../ui/documents/DocumentList';
import { useTexts } from '../../ui/language/LanguageProvider';
import { usePermission } from '../session/session';
import { steerings, type Steering } from './steering';
import { texts } from './texts';

export default function SteeringsPage() {
  const t = useTexts(texts);
  const permits = usePermission();
  const periodsOf = ({ before, after }: Steering) => (after ? `${before} → ${after}` : before);
  const columns: TableColumnsType<Steering> = [
    { title: t('field.service'), key: 'service', width: 200, responsive: ['lg'], render: (_, { service }) => service },
    { title: t('periods'), key: 'periods', width: 200, responsive: ['md'], render: (_, steering) => periodsOf(steering) },
    { title: t('field.organisation'), key: 'organisation', width: 160, responsive: ['md'], render: (_, { organisation }) => organisation ?? '–' },
  ];
  return (
    <DocumentList
      kind={steerings}
      title={t('title')}
      detail={t('detail')}
      path="/channel-steerings"
      nameTitle={t('steering')}
      nameOf={(steering) => steering.name}
      noteOf={periodsOf}
      columns={columns}
      newLabel={permits('audiences:write') ? t('newSteering') : null}
      none={{ title: t('none'), detail: t('noneDetail') }}
    />
  );
}
