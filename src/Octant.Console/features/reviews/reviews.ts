import { useQuery } from '@tanstack/react-query';
import { answer, api, background } from '../../api/client';
import type { components } from '../../api/schema';

export type OpenReview = components['schemas']['OpenReview'];
export type LeadTimes = components['schemas']['LeadTimes'];

/** What waits is asked for again by itself: a reviewer leaves the page open. */
const refreshEvery = 30_000;

export function useOpenReviews() {
  return useQuery({
    queryKey: ['open-reviews'],
    refetchInterval: refreshEvery,
    queryFn: ({ signal }) => answer(api.GET('/api/v1/open-reviews', { headers: background, signal })),
  });
}

export function useLeadTimes() {
  return useQuery({ queryKey: ['lead-times'], queryFn: ({ signal }) => answer(api.GET('/api/v1/lead-times', { signal })) });
}
