import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';

export type FigureSet = components['schemas']['FigureSet'];
export type FigureRow = components['schemas']['FigureRow'];
export type FigureId = keyof FigureSet;
export type Figures = components['schemas']['InsightFigures'];

/** What figures can be told apart by. */
export const dimensions = ['unit', 'person', 'channel', 'offering', 'campaign', 'day', 'hour', 'reason'] as const;
export type Dimension = (typeof dimensions)[number];

/** A question for figures, as it stands in the address of the page. Days as 2026-01-31; `to` is the first day beyond. */
export interface FiguresQuestion {
  readonly by: Dimension;
  readonly within?: string;
  readonly from: string;
  readonly to: string;
  readonly channel?: string;
  readonly offering?: string;
  readonly campaign?: string;
}

const mostLines = 500;

/** How every figure is counted: the same for everybody, and as long as the server is. */
export function useDefinitions() {
  return useQuery({ queryKey: ['figure-definitions'], queryFn: ({ signal }) => answer(api.GET('/api/v1/insights/definitions', { signal })), staleTime: Infinity });
}

export function useInsightFigures(question: FiguresQuestion) {
  return useQuery({
    queryKey: ['insight-figures', question],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/insights/figures', { params: { query: { ...question, limit: mostLines } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function exportAddress(question: FiguresQuestion): string {
  return `/api/v1/insights/figures/export?${new URLSearchParams({ ...question }).toString()}`;
}

/** Of the contacts that reached a customer, the share that were accepted; null where there were none. */
export const successRateOf = ({ accepted, sent }: FigureSet): number | null => (sent > 0 ? accepted / sent : null);

export const isMoney = (figure: FigureId) => figure === 'cost' || figure === 'revenue';
