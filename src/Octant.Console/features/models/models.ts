import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';
import { all } from '../administration/documents';

export type ModelVersion = components['schemas']['ModelVersion'];
export type ModelState = components['schemas']['ModelState'];
export type ModelReport = components['schemas']['ModelReportAnswer'];
export type SegmentReport = components['schemas']['SegmentReport'];
export type PredictionReport = components['schemas']['PredictionReport'];

const modelsKey = ['models'] as const;

/** The newest first. */
export function useModels() {
  return useQuery({ queryKey: [...modelsKey, 'list'], queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/models', { ...all, signal }))).items.toReversed() });
}

export function useModelState() {
  return useQuery({ queryKey: [...modelsKey, 'current'], queryFn: ({ signal }) => answer(api.GET('/api/v1/models/current', { signal })) });
}

export function useModelReport() {
  return useQuery({ queryKey: [...modelsKey, 'report'], queryFn: ({ signal }) => answer(api.GET('/api/v1/models/report', { signal })), staleTime: 60_000 });
}

export type ModelStep = { readonly step: 'train' | 'freeze' | 'thaw' } | { readonly step: 'restore'; readonly version: number };

/** What can be done with the model; everything shown of it is read again. */
export function useModelStep() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: ModelStep): Promise<unknown> => {
      switch (asked.step) {
        case 'train':
          return answer(api.POST('/api/v1/models'));
        case 'freeze':
          return answer(api.POST('/api/v1/models/freeze'));
        case 'thaw':
          return answer(api.POST('/api/v1/models/thaw'));
        case 'restore':
          return answer(api.POST('/api/v1/models/{version}/restore', { params: { path: { version: asked.version } } }));
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: modelsKey }),
  });
}
