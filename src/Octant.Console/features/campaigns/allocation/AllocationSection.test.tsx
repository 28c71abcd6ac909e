import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import dayjs from 'dayjs';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LanguageProvider } from '../../../ui/language/LanguageProvider';
import type { CalendarCampaign } from '../../calendar/calendar';
import { SessionContext, sessionKey, type Session } from '../../session/session';
import { campaignsKey, type Campaign } from '../campaigns';
import { AllocationSection } from './AllocationSection';

const today = dayjs().startOf('day');
const dayAfter = (days: number) => today.add(days, 'day').format('YYYY-MM-DD');
const schedule = { at: today.hour(10).toISOString(), recurrence: { unit: 'week', every: 1, until: null } } as const;
const campaign = (id: string, members: Partial<Campaign> = {}): Campaign => ({ id, name: id, offers: [], channels: ['sms'], status: 'live', ...members });
const session: Partial<Session> = {
  scopes: ['operations:read', 'operations:write'],
  entitlements: { fullPhoneNumbers: false, wholeOrganisation: true },
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  now: new Date().toISOString(),
};

/** On each of the next days a campaign goes out next on the first of its own that is not before. */
function show(own: Campaign, days: Readonly<Record<string, readonly number[]>>) {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  queries.setQueryData(sessionKey, session);
  queries.setQueryData(['channels'], []);
  queries.setQueryData(campaignsKey, { items: [own, campaign('always'), campaign('tuesdays', { schedule })], total: 3 });
  for (let day = 0; day < 10; day++) {
    const campaigns = Object.entries(days).map(([campaignId, due]): Partial<CalendarCampaign> => {
      const next = due.find((one) => one >= day);
      return { campaignId, next: next === undefined ? null : dayAfter(next) };
    });
    queries.setQueryData(['campaign-calendar', dayAfter(day), dayAfter(day + 1)], { campaigns, days: [] });
  }

  render(
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <SessionContext value={session as Session}>
          <MemoryRouter>
            <AllocationSection campaign={own} />
          </MemoryRouter>
        </SessionContext>
      </LanguageProvider>
    </QueryClientProvider>,
  );
}

const chosen = () => screen.getByLabelText<HTMLInputElement>('Day').value;

describe('The allocation of a campaign', () => {
  afterEach(cleanup);
  beforeEach(() => {
    localStorage.setItem('octant.language', 'en');
  });

  it('begins with today where it is not scheduled, and says which rivals are left out until when', () => {
    show(campaign('own'), { tuesdays: [3] });
    expect(chosen()).toBe(dayAfter(0));
    expect(screen.getByText(/Allocated together with/).textContent).toBe('Allocated together with: always');
    expect(screen.getByTestId('left-out').textContent).toMatch(/^Left out, because they do not go out on that day: tuesdays \(next on /);
  });

  it('begins with the next day on which it goes out itself', () => {
    show(campaign('own', { schedule }), { own: [3, 10], tuesdays: [3] });
    expect(chosen()).toBe(dayAfter(3));
    expect(screen.getByText(/Allocated together with/).textContent).toBe('Allocated together with: always, tuesdays');
    expect(screen.queryByTestId('left-out')).toBeNull();
  });

  it('is none on other days, and leads to the next that is', async () => {
    show(campaign('own', { schedule }), { own: [3, 5] });
    const input = screen.getByLabelText('Day');
    await userEvent.clear(input);
    await userEvent.type(input, `${dayAfter(4)}{Enter}`);
    expect(screen.getByText(/goes out next on/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Allocate' })).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Plan for that day' }));
    expect(chosen()).toBe(dayAfter(5));
    expect(screen.getByRole('button', { name: 'Allocate' })).toBeTruthy();
  });

  it('is none for good once it goes out no more', () => {
    show(campaign('own', { schedule }), { own: [] });
    expect(screen.getByText(/there is nothing to allocate/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Allocate' })).toBeNull();
  });
});
