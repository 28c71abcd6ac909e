import { Tag, type TableColumnsType } from 'antd';
import { DocumentList } from '../../ui/documents/DocumentList';
import { useFormat } from '../../ui/format/useFormat';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { useMatchingWords } from '../matching/useMatchingWords';
import { usePermission } from '../session/session';
import { offerings, type Offering } from './offerings';
import { texts } from './texts';
import { useClusters } from './useClusters';

const colours = { active: 'success', inDesign: 'processing', suspended: 'warning', retired: 'default' } as const;

export default function OfferingsPage() {
  const t = useTexts(texts);
  const words = useMatchingWords();
  const format = useFormat();
  const name = useName();
  const permits = usePermission();
  const clusters = useClusters();
  const clusterName = (id: string | null | undefined) => {
    const cluster = clusters.find((known) => known.id === id);
    return cluster === undefined ? (id ?? '–') : name(cluster.name);
  };
  const columns: TableColumnsType<Offering> = [
    { title: t('field.type'), key: 'type', width: 110, responsive: ['md'], render: (_, { type }) => type && words.type(type) },
    { title: t('field.status'), key: 'status', width: 110, render: (_, { status }) => status && <Tag color={colours[status]}>{words.status(status)}</Tag> },
    { title: t('field.cluster'), key: 'cluster', width: 150, responsive: ['md'], render: (_, { cluster }) => clusterName(cluster) },
    { title: t('field.price'), key: 'price', width: 120, responsive: ['md'], align: 'right', render: (_, { price }) => <span className="figure">{format.money(price ?? 0)}</span> },
  ];
  return (
    <DocumentList
      kind={offerings}
      title={t('title')}
      detail={t('detail')}
      path="/offerings"
      nameTitle={t('offering')}
      nameOf={(offering) => offering.name}
      noteOf={({ type, price }) => [type && words.type(type), format.money(price ?? 0)].filter(Boolean).join(' · ')}
      columns={columns}
      newLabel={permits('catalog:write') ? t('newOffering') : null}
      none={{ title: t('none'), detail: t('noneDetail') }}
    />
  );
}
