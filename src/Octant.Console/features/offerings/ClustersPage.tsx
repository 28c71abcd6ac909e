import { Tag, type TableColumnsType } from 'antd';
import { DocumentList } from '../../ui/documents/DocumentList';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { usePermission } from '../session/session';
import { texts } from './clusters.texts';
import { clusters, type ProductCluster } from './offerings';

export default function ClustersPage() {
  const t = useTexts(texts);
  const name = useName();
  const permits = usePermission();
  const columns: TableColumnsType<ProductCluster> = [
    { title: t('field.dimension'), key: 'dimension', width: 200, render: (_, { dimension }) => dimension && <Tag>{t(`dimension.${dimension}`)}</Tag> },
    { title: t('field.behaviour'), key: 'behaviour', width: 320, responsive: ['md'], render: (_, { behaviour }) => (behaviour ? <code>{behaviour}</code> : '–') },
  ];
  return (
    <DocumentList
      kind={clusters}
      title={t('title')}
      detail={t('detail')}
      path="/product-clusters"
      nameTitle={t('cluster')}
      nameOf={(cluster) => name(cluster.name)}
      columns={columns}
      newLabel={permits('catalog:write') ? t('newCluster') : null}
      none={{ title: t('none'), detail: t('noneDetail') }}
    />
  );
}
