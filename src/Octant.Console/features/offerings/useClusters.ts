import { useDocumentList } from '../../ui/documents/documents';
import { clusters, type ProductCluster } from './offerings';

/** All clusters; they are few. */
export function useClusters(): readonly ProductCluster[] {
  return useDocumentList(clusters, { offset: 0, limit: 500 }).data?.items ?? [];
}
