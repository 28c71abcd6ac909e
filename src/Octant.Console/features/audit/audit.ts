import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';

export type AuditItem = components['schemas']['AuditItem'];
export type Verification = components['schemas']['AuditVerification'];

/** What is looked for; what is left out is any. */
export interface AuditQuestion {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly kind?: string | undefined;
  readonly id?: string | undefined;
  readonly text?: string | undefined;
  readonly organisation?: string | undefined;
}

export const pageSize = 50;

export function useAudit(question: AuditQuestion, page: number) {
  return useQuery({
    queryKey: ['audit', question, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const wanted = {
        From: question.from,
        To: question.to,
        Actor: question.actor,
        Action: question.action,
        Kind: question.kind,
        Id: question.id,
        Text: question.text,
        Organisation: question.organisation,
      };
      const query = Object.fromEntries(Object.entries(wanted).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''));
      return answer(api.GET('/api/v1/audit', { params: { query: { ...query, Offset: String((page - 1) * pageSize), Limit: String(pageSize) } }, signal }));
    },
  });
}

/** Reads the whole trail, so only when somebody asks. */
export function useVerification(isWanted: boolean) {
  return useQuery({ queryKey: ['audit-verification'], enabled: isWanted, staleTime: 0, queryFn: ({ signal }) => answer(api.GET('/api/v1/audit/verification', { signal })) });
}

/** Things that the trail speaks of most; others are found by typing them. */
export const kindsOfThings = [
  'campaign',
  'campaign-plan',
  'customer',
  'operator',
  'role',
  'api-key',
  'organisation-unit',
  'organisation-level',
  'offering',
  'promotion',
  'channel',
  'outlet',
  'touchpoint',
  'contact-policy',
  'settings',
  'review-lane',
  'target-list',
  'attribute',
  'event-type',
  'response-model',
] as const;
