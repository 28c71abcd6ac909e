import { useQuery } from '@tanstack/react-query';
import { answer, api, background } from '../../api/client';
import type { components } from '../../api/schema';

export type Board = components['schemas']['Board'];
export type Alarm = components['schemas']['Alarm'];
export type Duties = components['schemas']['Duties'];

/** With the two seconds the server keeps a board: everything that happened is seen within five. */
const refreshEvery = 3_000;
const leadTimesEvery = 300_000;

export function useBoard() {
  return useQuery({
    queryKey: ['board'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/board', { headers: background, signal })),
    refetchInterval: refreshEvery,
    staleTime: 0,
  });
}

export function useDuties() {
  return useQuery({
    queryKey: ['duties'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/duties', { headers: background, signal })),
    refetchInterval: refreshEvery,
    staleTime: 0,
  });
}

export function useLeadTimes() {
  return useQuery({
    queryKey: ['lead-times'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/lead-times', { headers: background, signal })),
    refetchInterval: leadTimesEvery,
  });
}
