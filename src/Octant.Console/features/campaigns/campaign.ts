import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, background } from '../../api/client';
import type { components } from '../../api/schema';
import { campaignsKey } from './campaigns';
import { readPlan } from './planner/sources';

export type Figures = components['schemas']['CampaignFigures'];
export type Reviews = components['schemas']['ReviewsView'];
export type Lane = components['schemas']['LaneView'];
export type Effect = components['schemas']['CampaignEffect'];
export type Satisfaction = components['schemas']['CampaignSatisfaction'];

/** The staff number of an operator; a system as it is. */
export const personOf = (by: string) => by.replace(/^operator\//, '');

/** Within the five seconds in which figures must be seen. */
const refreshEvery = 3_000;

const at = (id: string) => ({ params: { path: { id } } });
const keyOf = (id: string, part?: string) => ['campaign', id, ...(part === undefined ? [] : [part])];

export function useCampaign(id: string) {
  return useQuery({ queryKey: keyOf(id, 'definition'), queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}', { ...at(id), signal })) });
}

export function useFigures(id: string) {
  return useQuery({
    queryKey: keyOf(id, 'figures'),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/figures', { ...at(id), headers: background, signal })),
    refetchInterval: refreshEvery,
    staleTime: 0,
  });
}

export function useFunnel(id: string) {
  return useQuery({ queryKey: keyOf(id, 'funnel'), queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/funnel', { ...at(id), signal })) });
}

export function useForecast(id: string) {
  return useQuery({ queryKey: keyOf(id, 'forecast'), queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/forecast', { ...at(id), signal })) });
}

export function useConflicts(id: string) {
  return useQuery({ queryKey: keyOf(id, 'conflicts'), queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/conflicts', { ...at(id), signal })) });
}

export function useReviews(id: string) {
  return useQuery({ queryKey: keyOf(id, 'reviews'), queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/reviews', { ...at(id), signal })) });
}

export function usePlan(id: string) {
  return useQuery({ queryKey: keyOf(id, 'plan'), queryFn: ({ signal }) => readPlan(id, signal) });
}

export function useCheck(id: string) {
  return useQuery({ queryKey: keyOf(id, 'check'), queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/check', { ...at(id), signal })) });
}

export function useCampaignEffect(id: string) {
  return useQuery({
    queryKey: keyOf(id, 'effect'),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/effect', { ...at(id), signal })),
    placeholderData: keepPreviousData,
  });
}

export function useSatisfaction(id: string) {
  return useQuery({ queryKey: keyOf(id, 'satisfaction'), queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/satisfaction', { ...at(id), signal })) });
}

export type Action = 'submit' | 'launch' | 'pause' | 'resume' | 'end';

/** A step of the campaign's life; everything shown of it is read again. */
export function useAction(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: (action: Action): Promise<unknown> => {
      switch (action) {
        case 'submit':
          return answer(api.POST('/api/v1/campaigns/{id}/submit', at(id)));
        case 'launch':
          return answer(api.POST('/api/v1/campaigns/{id}/launch', at(id)));
        case 'pause':
          return answer(api.POST('/api/v1/campaigns/{id}/pause', at(id)));
        case 'resume':
          return answer(api.POST('/api/v1/campaigns/{id}/resume', at(id)));
        case 'end':
          return answer(api.POST('/api/v1/campaigns/{id}/end', at(id)));
      }
    },
    onSettled: refresh,
  });
}

export function useVerdict(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: ({ lane, verdict, comment }: { lane: string; verdict: 'approve' | 'sendBack'; comment: string }) =>
      answer(api.POST('/api/v1/campaigns/{id}/reviews', { ...at(id), body: { lane, verdict, comment: comment.trim() === '' ? null : comment.trim() } })),
    onSettled: refresh,
  });
}

export function useDelegation(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: ({ lane, to }: { lane: string; to: string | null }) =>
      answer(api.PUT('/api/v1/campaigns/{id}/reviews/{lane}/delegation', { params: { path: { id, lane } }, body: { to } })),
    onSuccess: refresh,
  });
}

export function useComment(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: (text: string) => answer(api.POST('/api/v1/campaigns/{id}/comments', { ...at(id), body: { text } })),
    onSuccess: refresh,
  });
}

function useRefresh(id: string) {
  const queries = useQueryClient();
  return () => Promise.all([keyOf(id), campaignsKey, ['open-reviews'], ['lead-times']].map((queryKey) => queries.invalidateQueries({ queryKey })));
}
