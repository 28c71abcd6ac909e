import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';

export type Channel = components['schemas']['Channel'];

/** All channels; they are few. */
export function useChannels() {
  return useQuery({
    queryKey: ['channels'],
    queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/channels', { params: { query: { limit: 500 } }, signal }))).items,
    staleTime: 60_000,
  });
}
