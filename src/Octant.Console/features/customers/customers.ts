import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';

export type Customer = components['schemas']['CustomerView'];
export type CustomerEvents = components['schemas']['CustomerEventList'];

const keyOf = (id: string) => ['customer', id];

/** With telephone numbers masked, also for who may see them: nobody looks at one by accident. */
export function useCustomer(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/customers/{customerId}', { params: { path: { customerId: id }, query: { masked: true } }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** What came in about them; it is looked for in the journal, so the page does not wait for it. */
export function useCustomerEvents(id: string) {
  return useQuery({
    queryKey: [...keyOf(id), 'events'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/customers/{customerId}/events', { params: { path: { customerId: id } }, signal })),
    retry: false,
  });
}

/** The texts with numbers in full; the look is in the audit trail. */
export function useReveal(id: string) {
  return useMutation({
    mutationFn: async () => (await answer(api.GET('/api/v1/customers/{customerId}', { params: { path: { customerId: id } } }))).texts,
  });
}

const digits = /^\+?[\d -]{5,20}$/;

/** Ids of customers by their number, where it looks like one, and by their id otherwise or when nobody has the number. */
export function useFind() {
  return useMutation({
    mutationFn: async (words: string): Promise<readonly string[]> => {
      const wanted = words.trim();
      const byNumber = digits.test(wanted) ? (await answer(api.POST('/api/v1/customers/search', { body: { phone: wanted } }))).customerIds : [];
      return byNumber.length > 0 ? byNumber : [wanted];
    },
  });
}

export function useExplanation(decisionId: string | null) {
  return useQuery({
    queryKey: ['explanation', decisionId],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/decisions/{id}/explanation', { params: { path: { id: decisionId ?? '' } }, signal })),
    enabled: decisionId !== null,
    staleTime: Infinity,
  });
}
