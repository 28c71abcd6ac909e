import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, background } from '../../../api/client';
import { ProblemError } from '../../../api/problem';
import type { components } from '../../../api/schema';
import { everybody } from '../../audiences/audiences';
import type { Campaign } from '../campaigns';

export type Trial = components['schemas']['CampaignTrial'];
export type PersonaTest = components['schemas']['PersonaTest'];
export type TestResults = components['schemas']['CampaignTestResults'];
export type Simulation = components['schemas']['SimulationProgress'];

const at = (id: string) => ({ params: { path: { id } } });

/** What the campaign as it stands would do for one customer, and why; it leaves no trace. */
export function useTrial(id: string) {
  return useMutation({
    mutationFn: ({ customerId, channel }: { customerId: string; channel: string }) =>
      answer(api.POST('/api/v1/campaigns/{id}/trials', { ...at(id), body: { customerId: customerId.trim(), persona: null, channel, touchpoint: null, context: null } })),
  });
}

/** Somebody of the audience, at random. */
export function useSomebody(campaign: Campaign) {
  return useMutation({
    mutationFn: async () => {
      const drawn = await answer(
        api.POST('/api/v1/audiences/sample', { body: { expression: campaign.audience ?? everybody, size: 1, seed: Math.floor(Math.random() * 1_000_000) } }),
      );
      return drawn.customerIds[0] ?? null;
    },
  });
}

const testsOf = (id: string) => ['campaign', id, 'tests'] as const;

export function useTests(id: string) {
  return useQuery({
    queryKey: testsOf(id),
    queryFn: async ({ signal }): Promise<readonly PersonaTest[]> => {
      try {
        return (await answer(api.GET('/api/v1/campaign-tests/{id}', { ...at(id), signal }))).personas ?? [];
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) {
          return [];
        }

        throw error;
      }
    },
  });
}

export function useTestResults(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: [...testsOf(id), 'results'],
    enabled: isWanted,
    staleTime: 0,
    queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/test-results', { ...at(id), signal })),
  });
}

export function useSaveTests(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (personas: readonly PersonaTest[]) => answer(api.PUT('/api/v1/campaign-tests/{id}', { ...at(id), body: { id, personas: [...personas] } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: testsOf(id) }),
  });
}

const isOver = (simulation: Simulation | undefined) => simulation !== undefined && simulation.state !== 'waiting' && simulation.state !== 'running';

/** The draft over what was decided in the days before now. */
export function useStartSimulation() {
  return useMutation({
    mutationFn: ({ campaign, days }: { campaign: Campaign; days: number }) => {
      const to = new Date();
      const from = new Date(to.getTime() - days * 86_400_000);
      return answer(api.POST('/api/v1/simulations', { body: { from: from.toISOString(), to: to.toISOString(), campaigns: [campaign], others: 'keep' } }));
    },
  });
}

export function useSimulation(id: string | null) {
  return useQuery<Simulation>({
    queryKey: ['simulation', id],
    enabled: id !== null,
    refetchInterval: (query): number | false => (isOver(query.state.data) ? false : 1_000),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/simulations/{id}', { ...at(id ?? ''), headers: background, signal })),
  });
}

/** The newest that tried this campaign: who comes back finds it again. */
export function useLatestSimulation(campaign: string) {
  return useQuery({
    queryKey: ['simulations', campaign],
    queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/simulations', { params: { query: { limit: 50 } }, signal }))).items.find((known) => known.campaigns.includes(campaign))?.id ?? null,
  });
}

export function useSimulationChanges(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: ['simulation', id, 'changes'],
    enabled: isWanted,
    queryFn: ({ signal }) => answer(api.GET('/api/v1/simulations/{id}/changes', { params: { path: { id }, query: { limit: 20 } }, signal })),
  });
}

export function useStopSimulation() {
  return useMutation({ mutationFn: (id: string) => answer(api.DELETE('/api/v1/simulations/{id}', at(id))) });
}
