import type { UseQueryResult } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import dayjs from 'dayjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LanguageProvider } from '../../../ui/language/LanguageProvider';
import { OutlookPanel } from './OutlookPanel';
import type { DraftForecast } from './sources';

type Conflict = DraftForecast['conflicts']['items'][number];

const at = dayjs('2026-03-02T10:00:00').toISOString();
const last = dayjs('2026-03-23T10:00:00').toISOString();
const conflict: Omit<Conflict, 'campaignId' | 'days'> = { campaignName: 'Tuesdays', status: 'live', from: at, to: last, channels: ['sms'], offerings: [], audience: 900, sharedAudience: 300, precedence: 50 };
const outlook: DraftForecast = {
  forecast: {
    campaignId: 'c',
    asOf: at,
    audience: 1_000,
    heldOut: 50,
    responseRate: 0.1,
    responses: 95,
    cost: 4_750,
    revenue: 95_000,
    detectableRise: null,
    holdoutForPower: null,
    period: { times: 4, first: at, last, contactsPerCustomer: 2, contacts: 1_900, cost: 9_500, respondersLow: 95, respondersHigh: 180.5, revenueLow: 95_000, revenueHigh: 180_500 },
  },
  detectableBetweenVariants: null,
  conflicts: { campaignId: 'c', asOf: at, audience: 1_000, items: [{ ...conflict, campaignId: 'tuesdays', days: 0 }, { ...conflict, campaignId: 'always', campaignName: 'Always', days: 4 }] },
  lanes: [],
};

function show(data: DraftForecast) {
  const query = { data, error: null, isFetching: false, isPlaceholderData: false } as UseQueryResult<DraftForecast>;
  return render(
    <LanguageProvider>
      <OutlookPanel query={query} isAsked schedule={{ at, recurrence: { unit: 'week', every: 1, until: null } }} />
    </LanguageProvider>,
  ).container;
}

describe('The outlook of a draft', () => {
  afterEach(cleanup);
  beforeEach(() => {
    localStorage.setItem('octant.language', 'en');
  });

  it('tells one time of a recurring campaign from all of them, and on what that rests', () => {
    const shown = show(outlook);
    expect(screen.getByText('Goes out 4 times from 2 Mar 2026 to 23 Mar 2026 · every Monday at 10:00')).toBeTruthy();
    expect(screen.getAllByRole('heading', { level: 3 }).map((heading) => heading.textContent)).toEqual(['Each time', 'All 4 times', '2 conflicts', 'Has to be approved by']);
    expect([...shown.querySelectorAll('dd')].map((figure) => figure.textContent)).toEqual(['1,000', '50', '95', '47.50', '950.00', 'up to 1,900', '95 to 181', 'up to 95.00', '950.00 to 1,805.00']);
    expect(screen.getByText('Caps let 2 of 4 times reach the same customer.')).toBeTruthy();
  });

  it('says of a conflict that never falls on the same day so', () => {
    show(outlook);
    expect(screen.getByText('300 customers · never on the same day')).toBeTruthy();
    expect(screen.getByText('300 customers · 4 days')).toBeTruthy();
  });

  it('shows one time only of what goes out once or has no schedule', () => {
    const shown = show({ ...outlook, forecast: { ...outlook.forecast, period: null } });
    expect([...shown.querySelectorAll('dd')].map((figure) => figure.textContent)).toEqual(['1,000', '50', '95', '47.50', '950.00']);
    expect(shown.textContent).not.toContain('Each time');
  });
});
