import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, background } from '../../../api/client';
import { isPresent } from '../../../api/present';
import { ProblemError } from '../../../api/problem';
import type { components } from '../../../api/schema';
import type { Calendar } from '../../calendar/calendar';
import type { Campaign } from '../campaigns';

type Schemas = components['schemas'];
export type Allocation = Schemas['AllocationView'];
export type AllocationResult = Schemas['AllocationAnswer'];
export type Allotment = Schemas['Allotment'];
export type LeftOutCampaign = Schemas['LeftOutCampaign'];

/** Of this campaign's own share. */
export interface Bounds {
  readonly minimum: number | null;
  readonly maximum: number | null;
}

/** What campaigns compete for, by the names that an allocation's answer gives. */
export type Resource =
  | { readonly kind: 'channel' | 'campaign' | 'campaignBudget' | 'stock'; readonly id: string }
  | { readonly kind: 'budget' };

const resourceForms = [
  ['channel', /^channel (.+)$/],
  ['campaign', /^campaign (.+)$/],
  ['campaignBudget', /^budget of campaign (.+)$/],
  ['stock', /^stock of (.+)$/],
] as const;

/** Null for a name this console does not know yet. */
export function resourceOf(name: string): Resource | null {
  if (name === 'budget') {
    return { kind: 'budget' };
  }

  for (const [kind, form] of resourceForms) {
    const id = form.exec(name)?.[1];
    if (id !== undefined) {
      return { kind, id };
    }
  }

  return null;
}

/** Why a scheduled campaign takes no part on a day: its contacts are due on another. Null where it does take part. */
export function absenceOf({ id, schedule }: Campaign, calendar: Calendar, day: string): LeftOutCampaign | null {
  const next = calendar.campaigns.find(({ campaignId }) => campaignId === id)?.next ?? null;
  return isPresent(schedule) && next !== day ? { campaign: id, next } : null;
}

export interface Rivals {
  readonly rivals: readonly Campaign[];
  /** They would be, did they go out on that day. */
  readonly leftOut: readonly LeftOutCampaign[];
}

/**
 * Who could be given contacts beside this campaign at that moment: live campaigns in its channels that no event sets off, and that go out on the
 * day if they are scheduled.
 *
 * @param calendar Of that day alone.
 */
export function rivalsOf(campaign: Campaign, all: readonly Campaign[], at: Date, calendar: Calendar, day: string): Rivals {
  const others = all.filter(
    (other) =>
      other.id !== campaign.id &&
      other.status === 'live' &&
      !isPresent(other.trigger) &&
      other.channels.some((channel) => campaign.channels.includes(channel)) &&
      (!isPresent(other.start) || new Date(other.start) <= at) &&
      (!isPresent(other.end) || at < new Date(other.end)),
  );
  return {
    rivals: others.filter((other) => absenceOf(other, calendar, day) === null),
    leftOut: others.map((other) => absenceOf(other, calendar, day)).filter(isPresent),
  };
}

const at = (id: string) => ({ params: { path: { id } } });

export function useStartAllocation() {
  return useMutation({
    mutationFn: ({ campaign, rivals, moment, bounds }: { campaign: Campaign; rivals: readonly Campaign[]; moment: string | null; bounds: Bounds }) => {
      const unbound = { minimum: null, maximum: null, budget: null, mostPerCustomer: null };
      return answer(
        api.POST('/api/v1/allocations', {
          body: {
            campaigns: [{ ...unbound, id: campaign.id, ...bounds }, ...rivals.map(({ id }) => ({ ...unbound, id }))],
            channels: campaign.channels.map((id) => ({ id, capacity: null, mostPerCustomer: null })),
            at: moment,
            mostPerCustomer: null,
            budget: null,
            mostPasses: null,
          },
        }),
      );
    },
  });
}

export function useAllocation(id: string | null) {
  return useQuery<Allocation>({
    queryKey: ['allocation', id],
    enabled: id !== null,
    refetchInterval: (query): number | false => (query.state.data?.state === 'running' ? 500 : false),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/allocations/{id}', { ...at(id ?? ''), headers: background, signal })),
  });
}

export function useStopAllocation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/allocations/{id}', at(id))),
    onSettled: () => queries.invalidateQueries({ queryKey: ['allocation'] }),
  });
}

export function useApplyAllocation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.POST('/api/v1/allocations/{id}/apply', at(id))),
    onSettled: () => queries.invalidateQueries({ queryKey: ['allotment'] }),
  });
}

/** What binds the campaign on one day; null where nothing does. */
export function useAllotment(campaign: string, isWanted: boolean) {
  return useQuery({
    queryKey: ['allotment', campaign],
    enabled: isWanted,
    queryFn: async ({ signal }): Promise<Allotment | null> => {
      try {
        return await answer(api.GET('/api/v1/allotments/{campaign}', { params: { path: { campaign } }, signal }));
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) {
          return null;
        }

        throw error;
      }
    },
  });
}
