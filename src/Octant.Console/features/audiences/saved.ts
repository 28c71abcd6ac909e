import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, onlyIf } from '../../api/client';
import type { components } from '../../api/schema';
import { all, versioned } from '../administration/documents';
import { everybody } from './audiences';

export type SavedAudience = components['schemas']['SavedAudience'];
export type UploadedList = components['schemas']['UploadedList'];

const savedKey = ['saved-audiences'] as const;
const at = (id: string) => ({ params: { path: { id } } });

export function useSavedAudiences() {
  return useQuery({ queryKey: savedKey, queryFn: ({ signal }) => answer(api.GET('/api/v1/saved-audiences', { ...all, signal })) });
}

/** The newest first. */
export function useVersions(id: string) {
  return useQuery({ queryKey: [...savedKey, id, 'versions'], queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/saved-audiences/{id}/versions', { ...at(id), signal }))).items });
}

interface Saving {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly expression: string;
}

/** A new one, or the next version of one that is there, unless somebody else changed it meanwhile. */
export function useSaveAudience() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, name, note, expression, isNew }: Saving & { readonly isNew: boolean }) => {
      const version = isNew ? null : (await versioned(api.GET('/api/v1/saved-audiences/{id}', at(id)))).version;
      return answer(api.PUT('/api/v1/saved-audiences/{id}', { ...at(id), body: { id, name, note, expression: expression || everybody }, headers: onlyIf(version) }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: savedKey }),
  });
}

export function useDeleteAudience() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/saved-audiences/{id}', at(id))),
    onSuccess: () => queries.invalidateQueries({ queryKey: savedKey }),
  });
}

interface Upload {
  readonly id: string;
  readonly name: string;
  readonly by: 'customerId' | 'phoneNumber';
  readonly file: Blob;
}

/** The file goes as it is; the server reads it line by line. */
export function useUploadList() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, by, file }: Upload) =>
      answer(
        api.PUT('/api/v1/target-lists/{targetListId}/upload', {
          params: { path: { targetListId: id }, query: { name, by } },
          body: file as never,
          bodySerializer: (body: unknown) => body as Blob,
          headers: { 'Content-Type': 'text/csv' },
        }),
      ),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['target-lists'] }), queries.invalidateQueries({ queryKey: ['attributes'] })]),
  });
}
