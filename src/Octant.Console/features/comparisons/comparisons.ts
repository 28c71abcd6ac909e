import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';

export type Comparison = components['schemas']['Comparison'];
export type ComparisonFigures = components['schemas']['ComparisonFigures'];
export type ComparedRow = ComparisonFigures['rows'][number];

const listKey = ['comparisons'] as const;

export function useComparisons() {
  return useQuery({ queryKey: listKey, queryFn: ({ signal }) => answer(api.GET('/api/v1/comparisons', { params: { query: { limit: 500 } }, signal })) });
}

export function useComparisonFigures(id: string) {
  return useQuery({ queryKey: [...listKey, id], queryFn: ({ signal }) => answer(api.GET('/api/v1/comparisons/{id}/figures', { params: { path: { id } }, signal })) });
}

export function usePutComparison() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (comparison: Comparison) => answer(api.PUT('/api/v1/comparisons/{id}', { params: { path: { id: comparison.id } }, body: comparison })),
    onSuccess: () => queries.invalidateQueries({ queryKey: listKey }),
  });
}

export const exportAddress = (id: string, table: 'changes' | 'acceptance') => `/api/v1/comparisons/${encodeURIComponent(id)}/export?table=${table}`;
