import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FarAway, goFarAway } from '../session/farAway.fixture';
import type { Calendar } from './calendar';
import styles from './calendar.module.css';
import CalendarPage from './CalendarPage';

const calendar: Calendar = {
  days: [{ day: '2026-12-03', channel: 'sms', asked: 100, capacity: 200, over: 0, uses: [] }],
  campaigns: [
    {
      campaignId: 'second',
      campaignName: 'Second',
      status: 'live',
      kind: 'batch',
      level: 'province',
      // From the second to the fifth where the platform is.
      start: '2026-12-01T16:00:00Z',
      end: '2026-12-05T16:00:00Z',
      channels: ['sms'],
      frontLineHours: 0,
      schedule: { at: '2026-12-01T17:00:00Z', recurrence: { unit: 'month', every: 1, until: null } },
      days: ['2026-12-02'],
      next: '2026-12-02',
    },
  ],
};

// The client of the API keeps the fetch that it finds when it is loaded.
const asked = vi.hoisted(() => {
  const addresses: URL[] = [];
  const answers: { calendar: unknown } = { calendar: null };
  vi.stubGlobal('fetch', (request: Request) => {
    const address = new URL(request.url);
    addresses.push(address);
    return address.pathname === '/api/v1/campaign-calendar' ? Promise.resolve(Response.json(answers.calendar)) : new Promise<Response>(() => undefined);
  });
  return { addresses, answers };
});

beforeEach(() => {
  localStorage.setItem('octant.language', 'en');
  asked.answers.calendar = calendar;
  goFarAway();
});

afterEach(() => {
  cleanup();
  vi.unstubAllEnvs();
});

it("shows the platform's month and days, whatever they are where the browser stands", async () => {
  const shown = render(<CalendarPage />, { wrapper: FarAway }).container;

  const { searchParams } = await vi.waitUntil(() => asked.addresses.find(({ pathname }) => pathname === '/api/v1/campaign-calendar'));
  expect([searchParams.get('from'), searchParams.get('to')]).toEqual(['2026-12-01', '2027-01-01']);
  expect(await screen.findByDisplayValue('2026-12')).toBeTruthy();
  expect(await screen.findByText('on day 2 of every month at 01:00')).toBeTruthy();
  expect(shown.textContent).toContain('2 Dec 2026 – 5 Dec 2026');
  expect(shown.querySelector<HTMLElement>(`.${styles.period ?? ''}`)?.style.gridColumn).toBe('2 / 6');
  expect(screen.getByTitle(/3 Dec 2026/)).toBeTruthy();
});
