import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';
import { all } from '../administration/documents';

export type Key = components['schemas']['KeyDescription'];
export type NewKey = components['schemas']['KeyRequest'];
export type MadeKey = components['schemas']['KeyCreated'];

const keysKey = ['keys'] as const;

export function useKeys() {
  return useQuery({ queryKey: keysKey, queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/keys', { ...all, signal }))).items });
}

export function useMakeKey() {
  const queries = useQueryClient();
  return async (key: NewKey) => {
    const made = await answer(api.POST('/api/v1/keys', { body: key }));
    await queries.invalidateQueries({ queryKey: keysKey });
    return made;
  };
}

export function useWithdrawKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/keys/{id}', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keysKey }),
  });
}
