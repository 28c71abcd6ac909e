import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isPresent } from '../../api/present';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';
import { ProblemError, type FieldError } from '../../api/problem';

export type TargetList = components['schemas']['TargetList'];
export type Count = components['schemas']['CountAnswer'];

/** No condition is everybody. */
export const everybody = 'true';

/** Short enough that an answer is there within 300 ms of the last key, long enough not to ask for every key of a word. */
const pause = 120;

/** The value once it has stood still for a moment. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(value);
    }, pause);
    return () => {
      clearTimeout(timer);
    };
  }, [value]);
  return settled;
}

/** The exact count as the expression stands; a question that is no longer of interest is cancelled. */
export function useCount(expression: string) {
  return useQuery({
    queryKey: ['count', expression],
    queryFn: ({ signal }) => answer(api.POST('/api/v1/audiences/count', { body: { expression: expression.trim() || everybody }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 30_000,
    retry: false,
  });
}

/** The errors in the expression itself, from whatever question was asked with it. */
export function errorsIn(error: unknown): readonly FieldError[] {
  return error instanceof ProblemError && error.status === 400 ? error.errors.filter((field) => isPresent(field.line)) : [];
}

export function useCharts(expression: string, attributes: readonly string[]) {
  return useQuery({
    queryKey: ['breakdown', expression, attributes],
    enabled: attributes.length > 0,
    queryFn: ({ signal }) => answer(api.POST('/api/v1/audiences/breakdown', { body: { expression: expression || everybody, by: null, each: [...attributes] }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function useSample(expression: string, size: number, seed: number, isWanted: boolean) {
  return useQuery({
    queryKey: ['sample', expression, size, seed],
    enabled: isWanted,
    queryFn: async ({ signal }) => {
      const drawn = await answer(api.POST('/api/v1/audiences/sample', { body: { expression: expression || everybody, size, seed }, signal }));
      const views = drawn.customerIds.map((customerId) => answer(api.GET('/api/v1/customers/{customerId}', { params: { path: { customerId } }, signal })));
      return Promise.all(views);
    },
    retry: false,
  });
}

export function useOverlap(audiences: readonly { readonly name: string; readonly expression: string }[]) {
  return useQuery({
    queryKey: ['overlap', audiences],
    enabled: audiences.length > 1,
    queryFn: ({ signal }) => answer(api.POST('/api/v1/audiences/overlap', { body: { audiences: [...audiences] }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

const listsKey = ['target-lists'] as const;

export function useTargetLists() {
  return useQuery({
    queryKey: listsKey,
    queryFn: ({ signal }) => answer(api.GET('/api/v1/target-lists', { params: { query: { limit: 500 } }, signal })),
  });
}

export function useSaveTargetList() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, expression }: { id: string; name: string; expression: string }) =>
      answer(api.PUT('/api/v1/target-lists/{targetListId}', { params: { path: { targetListId: id } }, body: { name, expression: expression || everybody } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: listsKey }),
  });
}

export function useDeleteTargetList() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/target-lists/{targetListId}', { params: { path: { targetListId: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: listsKey }),
  });
}
