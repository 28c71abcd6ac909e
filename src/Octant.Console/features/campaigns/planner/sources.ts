import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { answer, api, onlyIf } from '../../../api/client';
import { isPresent } from '../../../api/present';
import { ProblemError } from '../../../api/problem';
import type { components } from '../../../api/schema';
import { versioned } from '../../administration/documents';
import { campaignsKey, type Campaign } from '../campaigns';
import type { Plan } from './draft';
import { useName } from '../../../ui/language/LanguageProvider';

export type Offering = components['schemas']['Offering'];
export type Promotion = components['schemas']['Promotion'];
export type Policy = components['schemas']['ContactPolicy'];
export type DraftForecast = components['schemas']['DraftForecast'];

const query = { limit: 500 };
const staleTime = 60_000;

export function useOfferings() {
  return useQuery({ queryKey: ['offerings'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/offerings', { params: { query }, signal })) });
}

/** What an offering is called; its id where it is not known, or not yet. */
export function useOfferingName(): (id: string) => string {
  const offerings = useOfferings();
  return (id) => offerings.data?.items.find((offering) => offering.id === id)?.name ?? id;
}

export function usePromotions() {
  return useQuery({ queryKey: ['promotions'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/promotions', { params: { query }, signal })) });
}

/** What a promotion is called; its id where it is not known, or not yet. */
export function usePromotionName(): (id: string) => string {
  const promotions = usePromotions();
  return (id) => promotions.data?.items.find((promotion) => promotion.id === id)?.name ?? id;
}

export function useTouchpoints() {
  return useQuery({ queryKey: ['touchpoints'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/touchpoints', { params: { query }, signal })) });
}

export function useEventTypes() {
  return useQuery({ queryKey: ['event-types'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/event-types', { params: { query }, signal })) });
}

export function usePolicies() {
  return useQuery({ queryKey: ['contact-policies'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/contact-policies', { params: { query }, signal })) });
}

export function useLevels() {
  return useQuery({ queryKey: ['organisation-levels'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/organisation/levels', { params: { query }, signal })) });
}

export function useUnits() {
  return useQuery({ queryKey: ['organisation-units'], staleTime, queryFn: ({ signal }) => answer(api.GET('/api/v1/organisation/units', { params: { query }, signal })) });
}

/** What a unit is called; its path where it is not known, or not yet. */
export function useUnitName(): (path: string) => string {
  const name = useName();
  const units = useUnits();
  return (path) => {
    const unit = units.data?.items.find((known) => known.path === path);
    return unit === undefined ? path : name(unit.name);
  };
}

/** Which channels carry an offering, and how well. */
export function useFit(offering: string | undefined) {
  return useQuery({
    queryKey: ['matching', offering],
    enabled: offering !== undefined,
    staleTime,
    queryFn: ({ signal }) => answer(api.GET('/api/v1/matching', { params: { query: { ...query, offering: offering ?? '' } }, signal })),
  });
}

/** What a draft would come to, before it is stored; null: not enough is known yet. */
export function useDraftForecast(draft: { readonly campaign: Campaign; readonly plan: Plan } | null) {
  return useQuery({
    queryKey: ['draft-forecast', draft],
    enabled: draft !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    gcTime: 30_000,
    retry: false,
    queryFn: ({ signal }) => answer(api.POST('/api/v1/campaign-forecasts', { body: draft ?? ({} as never), signal })),
  });
}

/** A stored draft with what it was read at, so that nobody's change is overwritten unseen. */
export interface StoredDraft {
  readonly campaign: Campaign;
  readonly plan: Plan;
  readonly version: string | null;
}

export function useStoredDraft(id: string | undefined) {
  return useQuery({
    queryKey: ['campaign', id, 'draft'],
    enabled: id !== undefined,
    // It is what the form begins with: it must be what is there, and must not change under who is typing.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: async ({ signal }): Promise<StoredDraft> => {
      const [campaign, plan] = await Promise.all([versioned(api.GET('/api/v1/campaigns/{id}', { params: { path: { id: id ?? '' } }, signal })), readPlan(id ?? '', signal)]);
      return { campaign: campaign.value, plan, version: campaign.version };
    },
  });
}

/** What is stored always has a level. */
export const isPlanned = (plan: Plan) => isPresent(plan.level);

/** A campaign without a plan has an empty one. */
export async function readPlan(id: string, signal: AbortSignal): Promise<Plan> {
  try {
    return await answer(api.GET('/api/v1/campaign-plans/{id}', { params: { path: { id } }, signal }));
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) {
      return { id };
    }

    throw error;
  }
}

/** Stores campaign and plan as a draft; asked again after a failure it goes on where it was. */
export function useSaveDraft(stored: StoredDraft | undefined) {
  const queries = useQueryClient();
  const written = useRef<{ readonly id: string; readonly version: string | null } | null>(null);
  return useMutation({
    mutationFn: async ({ campaign, plan, submit }: { readonly campaign: Campaign; readonly plan: Plan; readonly submit: boolean }) => {
      const params = { path: { id: campaign.id } };
      const last = written.current ?? (stored === undefined ? null : { id: stored.campaign.id, version: stored.version });
      const before = last?.id === campaign.id ? last.version : null;
      if (before === null) {
        // A campaign of this id that is there already is a conflict.
        await answer(api.POST('/api/v1/campaigns', { body: campaign }));
        written.current = { id: campaign.id, version: (await versioned(api.GET('/api/v1/campaigns/{id}', { params }))).version };
      } else {
        written.current = { id: campaign.id, version: (await versioned(api.PUT('/api/v1/campaigns/{id}', { params, body: campaign, headers: onlyIf(before) }))).version };
      }

      try {
        await answer(api.PUT('/api/v1/campaign-plans/{id}', { params, body: plan }));
      } catch (error) {
        throw error instanceof ProblemError ? error.under('plan') : error;
      }

      if (submit) {
        await answer(api.POST('/api/v1/campaigns/{id}/submit', { params }));
      }

      return campaign.id;
    },
    onSettled: async (id) => {
      await queries.invalidateQueries({ queryKey: campaignsKey });
      queries.removeQueries({ queryKey: ['campaign', id ?? stored?.campaign.id] });
    },
  });
}

/** Drafts a new campaign after an earlier one, with what that came to. */
export function useClone(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly id: string; readonly name: string }) => answer(api.POST('/api/v1/campaigns/{id}/clone', { params: { path: { id } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: campaignsKey }),
  });
}
