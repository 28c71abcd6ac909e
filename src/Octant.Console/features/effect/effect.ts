import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';

export type Effect = components['schemas']['CampaignEffect'];
export type EffectPart = Effect['byChannel'][number];
export type MeasuredTotal = components['schemas']['MeasuredTotal'];

/** @param by An attribute; empty for none. */
export function useEffectOf(campaign: string, by: string) {
  return useQuery({
    queryKey: ['campaign-effect', campaign, by],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/effect', { params: { path: { id: campaign }, query: by === '' ? {} : { by } }, signal })),
    enabled: campaign !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** Attributes an effect can be told apart by. */
export function useSegments() {
  return useQuery({
    queryKey: ['segment-attributes'],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/v1/attributes', { params: { query: { limit: 500 } }, signal }))).items.filter(({ kind }) => kind === 'category' || kind === 'flag').map(({ name }) => name),
    staleTime: 60_000,
  });
}
