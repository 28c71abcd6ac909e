import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, onlyIf } from '../../api/client';
import type { components } from '../../api/schema';
import { all, versioned, type Versioned } from '../administration/documents';

export type ReviewLane = components['schemas']['ReviewLane'];
export type Baseline = components['schemas']['LeadTimeBaseline'];

export const parts = ['offers', 'audience', 'wording', 'channels', 'timing', 'budget', 'experiment', 'purpose'] as const;

const lanesKey = ['review-lanes'] as const;
const baselineKey = ['lead-time-baseline'] as const;

export function useLanes() {
  return useQuery({ queryKey: lanesKey, queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/review-lanes', { ...all, signal }))).items });
}

export function readLane(id: string): Promise<Versioned<ReviewLane>> {
  return versioned(api.GET('/api/v1/review-lanes/{id}', { params: { path: { id } } }));
}

export function useSaveLane() {
  const queries = useQueryClient();
  return async (lane: ReviewLane, version: string | null) => {
    await answer(api.PUT('/api/v1/review-lanes/{id}', { params: { path: { id: lane.id } }, body: lane, headers: onlyIf(version) }));
    await queries.invalidateQueries({ queryKey: lanesKey });
  };
}

export function useDeleteLane() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/review-lanes/{id}', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: lanesKey }),
  });
}

export function useBaseline() {
  return useQuery({ queryKey: baselineKey, queryFn: ({ signal }) => versioned(api.GET('/api/v1/lead-time-baseline', { signal })) });
}

export function useSaveBaseline() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ baseline, version }: { baseline: Baseline; version: string | null }) =>
      answer(api.PUT('/api/v1/lead-time-baseline', { body: baseline, headers: onlyIf(version) })),
    onSuccess: () => queries.invalidateQueries({ queryKey: baselineKey }),
  });
}

/** Lanes by the step at which they open: those that wait for nobody first. */
export function stepsOf(lanes: readonly ReviewLane[]): ReviewLane[][] {
  const known = new Map(lanes.map((lane) => [lane.id, lane]));
  const found = new Map<string, number>();
  const stepOf = (lane: ReviewLane): number => {
    const before = found.get(lane.id);
    if (before !== undefined) {
      return before;
    }

    // A circle is refused by the server; here it must only not go on for ever.
    found.set(lane.id, 0);
    const step = Math.max(-1, ...(lane.after ?? []).flatMap((id) => known.get(id) ?? []).map(stepOf)) + 1;
    found.set(lane.id, step);
    return step;
  };
  const steps: ReviewLane[][] = [];
  for (const lane of lanes) {
    (steps[stepOf(lane)] ??= []).push(lane);
  }

  return steps;
}
