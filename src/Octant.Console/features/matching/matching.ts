import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, onlyIf } from '../../api/client';
import { ProblemError } from '../../api/problem';
import type { components } from '../../api/schema';

type Schemas = components['schemas'];
export type MatchingRow = Schemas['MatchingRow'];
export type Tier = NonNullable<Schemas['Tier']>;
export type Settings = Schemas['PlatformSettings'];

export interface RowQuestion {
  readonly search: string;
  readonly cluster: string | null;
  readonly tier: Tier | null;
  readonly offset: number;
  readonly limit: number;
}

export function useRows({ search, cluster, tier, offset, limit }: RowQuestion) {
  return useQuery({
    queryKey: ['matching', 'rows', search, cluster, tier, offset, limit],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/matching/offerings', {
          params: { query: { offset, limit, ...(search.trim() === '' ? {} : { search }), ...(cluster === null ? {} : { cluster }), ...(tier === null ? {} : { tier }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useProspects(offeringId: string | null) {
  return useQuery({
    queryKey: ['prospects', offeringId],
    enabled: offeringId !== null,
    queryFn: ({ signal }) => answer(api.GET('/api/v1/matching/offerings/{offeringId}/prospects', { params: { path: { offeringId: offeringId ?? '' } }, signal })),
  });
}

export function useCustomerMatch(customerId: string | null) {
  return useQuery({
    queryKey: ['matching', 'customer', customerId],
    enabled: customerId !== null,
    queryFn: ({ signal }) => answer(api.GET('/api/v1/matching/customers/{customerId}', { params: { path: { customerId: customerId ?? '' } }, signal })),
    staleTime: 0,
  });
}

const settingsKey = ['settings'] as const;

/** With the version they were read at; null as long as nobody has set any. */
export function useSettings(isWanted: boolean) {
  return useQuery({
    queryKey: settingsKey,
    enabled: isWanted,
    queryFn: async ({ signal }) => {
      const { data, error, response } = await api.GET('/api/v1/settings', { signal });
      if (data === undefined) {
        throw ProblemError.of(error, response);
      }

      return { value: data, tag: response.headers.get('ETag') };
    },
  });
}

/** Who counts as a high-value customer; everything else of the settings stays as it was read. */
export function usePutHighValue() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ value, tag, highValue }: { value: Settings; tag: string | null; highValue: string | null }) =>
      answer(api.PUT('/api/v1/settings', { body: { ...value, highValue }, headers: onlyIf(tag) })),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: settingsKey }), queries.invalidateQueries({ queryKey: ['matching'] })]),
  });
}
