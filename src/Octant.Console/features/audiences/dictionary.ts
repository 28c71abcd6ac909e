import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';

export type Attribute = components['schemas']['AttributeDeclaration'];
export type Chart = components['schemas']['AttributeChart'];

/** What conditions can be about: everything the builder offers and the editor completes. */
export interface Dictionary {
  /** All but texts, which no expression may use. */
  readonly attributes: readonly Attribute[];
  readonly offerings: readonly { readonly id: string; readonly name: string }[];
  readonly campaigns: readonly { readonly id: string; readonly name: string }[];
  readonly eventTypes: readonly string[];
  readonly areas: readonly { readonly id: string; readonly name: string }[];
}

const query = { limit: 500 };
const staleTime = 60_000;

/** Null until all of it is known. What the person may not read is left out. */
export function useDictionary(): Dictionary | null {
  const [attributes, offerings, campaigns, events, areas] = useQueries({
    queries: [
      { queryKey: ['attributes'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/attributes', { params: { query }, signal })) },
      { queryKey: ['offerings'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/offerings', { params: { query }, signal })) },
      { queryKey: ['campaigns'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns', { params: { query }, signal })) },
      { queryKey: ['event-types'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/event-types', { params: { query }, signal })) },
      { queryKey: ['areas'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/areas', { params: { query }, signal })) },
    ],
  });
  const isWaiting = [attributes, offerings, campaigns, events, areas].some((part) => part.isPending);
  return useMemo(
    () =>
      isWaiting
        ? null
        : {
            attributes: attributes.data?.items.filter((attribute) => attribute.kind !== 'text') ?? [],
            offerings: offerings.data?.items ?? [],
            campaigns: campaigns.data?.items ?? [],
            eventTypes: events.data?.items.map((type) => type.type) ?? [],
            areas: areas.data?.items ?? [],
          },
    [isWaiting, attributes.data, offerings.data, campaigns.data, events.data, areas.data],
  );
}

/** The values that customers have of a category, the most frequent first. */
export function useValuesOf(attribute: string | null) {
  return useQuery({
    queryKey: ['values', attribute],
    enabled: attribute !== null,
    staleTime,
    queryFn: async ({ signal }) => {
      const found = await answer(
        api.POST('/api/v1/audiences/breakdown', { body: { expression: 'true', by: null, each: [attribute ?? ''] }, signal }),
      );
      return found.charts[0]?.bars.map((bar) => String(bar.from)) ?? [];
    },
  });
}
