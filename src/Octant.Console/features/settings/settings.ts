import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, onlyIf } from '../../api/client';
import type { components } from '../../api/schema';
import { versioned } from '../administration/documents';
import { sessionKey } from '../session/session';

export type Settings = components['schemas']['PlatformSettings'];

const settingsKey = ['settings'] as const;

export function useSettings() {
  return useQuery({ queryKey: settingsKey, queryFn: ({ signal }) => versioned(api.GET('/api/v1/settings', { signal })) });
}

export function useSaveSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ settings, version }: { settings: Settings; version: string | null }) => answer(api.PUT('/api/v1/settings', { body: settings, headers: onlyIf(version) })),
    // The session says the zone.
    onSuccess: () => Promise.all([settingsKey, sessionKey].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
