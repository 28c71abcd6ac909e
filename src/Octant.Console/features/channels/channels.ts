import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';
import { documentsAt } from '../../ui/documents/documents';

export type Channel = components['schemas']['Channel'];
export type Outlet = components['schemas']['Outlet'];
export type Touchpoint = components['schemas']['Touchpoint'];

export const channels = documentsAt('channels');
export const outlets = documentsAt('outlets');
export const touchpoints = documentsAt('touchpoints');

/** All channels; they are few. */
export function useChannels() {
  return useQuery({
    queryKey: ['channels'],
    queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/channels', { params: { query: { limit: 500 } }, signal }))).items,
    staleTime: 60_000,
  });
}

/** What a channel is called; its id where it is not known, or not yet. */
export function useChannelName(): (id: string) => string {
  const { data } = useChannels();
  return useCallback((id) => data?.find((channel) => channel.id === id)?.name ?? id, [data]);
}
