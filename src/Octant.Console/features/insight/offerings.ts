import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

/** Ids and names of what is sold. */
export function useOfferingNames() {
  return useQuery({
    queryKey: ['offering-names'],
    queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/offerings', { params: { query: { limit: 500 } }, signal }))).items.map(({ id, name }) => ({ id, name })),
    staleTime: 60_000,
  });
}
