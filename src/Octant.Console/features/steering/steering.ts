import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';
import { documentsAt } from '../../ui/documents/documents';

type Schemas = components['schemas'];
export type Steering = Schemas['ChannelSteering'];
export type Figures = Schemas['SteeringFigures'];
export type Group = Schemas['SteeringGroupFigures'];

export const steerings = documentsAt('channel-steerings');

const keyOf = (id: string) => ['steering', id];

export function useFigures(id: string) {
  return useQuery({ queryKey: keyOf(id), queryFn: ({ signal }) => answer(api.GET('/api/v1/channel-steerings/{id}/figures', { params: { path: { id } }, signal })) });
}

export function useExtract(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/channel-steerings/{id}/extraction', { params: { path: { id } } })),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: keyOf(id) }), queries.invalidateQueries({ queryKey: ['target-lists'] })]),
  });
}

/** A draft that recommends the service in the channel to the group, to be finished and submitted where campaigns are planned. */
export function useDraftCampaign(steering: Steering) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ group, name }: { group: Group; name: string }) =>
      answer(
        api.PUT('/api/v1/campaigns/{id}', {
          params: { path: { id: campaignId(steering.id, group.channel ?? '') } },
          headers: { 'If-None-Match': '*' },
          body: {
            id: campaignId(steering.id, group.channel ?? ''),
            name,
            audience: group.expression,
            offers: [{ offering: steering.service }],
            channels: [group.channel ?? ''],
          },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
}

export const campaignId = (steering: string, channel: string) => `steer-${steering}-${channel}`.slice(0, 64);
