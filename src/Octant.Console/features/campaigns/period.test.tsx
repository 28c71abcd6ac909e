import { renderHook } from '@testing-library/react';
import dayjs from 'dayjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { LanguageProvider } from '../../ui/language/LanguageProvider';
import { comesAgain, expectationOf, isCutByBudget, usePeriodWords, useScheduleText, type Forecast, type PeriodForecast } from './period';

const first = dayjs('2026-03-02T10:00:00').toISOString();
const last = dayjs('2026-05-18T10:00:00').toISOString();
const period: PeriodForecast = {
  times: 12,
  first,
  last,
  contactsPerCustomer: 4,
  contacts: 3_800,
  cost: 19_000,
  respondersLow: 47.5,
  respondersHigh: 176.2,
  revenueLow: 47_500,
  revenueHigh: 176_200,
};
const once: Forecast = {
  campaignId: 'c',
  asOf: first,
  audience: 1_000,
  heldOut: 50,
  responseRate: 0.05,
  responses: 47.5,
  cost: 4_750,
  revenue: 47_500,
  detectableRise: 0.08,
  holdoutForPower: 0.1,
  period: null,
};
const weekly: Forecast = { ...once, period };

const schedule = (unit: 'day' | 'week' | 'month', every: number) => ({ at: first, recurrence: { unit, every, until: null } });
const hook = <T,>(use: () => T) => renderHook(use, { wrapper: LanguageProvider }).result.current;

describe('What a campaign comes to over its period', () => {
  beforeEach(() => {
    localStorage.clear();
  });

  it('is told apart from one time only where it goes out more than once', () => {
    expect(comesAgain(weekly)).toBe(true);
    expect(comesAgain(once)).toBe(false);
    expect(comesAgain({ ...once, period: { ...period, times: 1 } })).toBe(false);
  });

  it('is expected carefully: the most it costs and the least it brings', () => {
    expect(expectationOf(weekly)).toEqual({ cost: 19_000, revenue: 47_500 });
    expect(expectationOf(once)).toEqual({ cost: 4_750, revenue: 47_500 });
  });

  it('ends with the budget where that leaves fewer contacts than times and caps', () => {
    expect(isCutByBudget(weekly)).toBe(false);
    expect(isCutByBudget({ ...weekly, period: { ...period, contacts: 3_799 } })).toBe(true);
    expect(isCutByBudget(once)).toBe(false);
  });

  it.each([
    ['en', schedule('day', 1), 'every day at 10:00'],
    ['en', schedule('day', 3), 'every 3 days at 10:00'],
    ['en', schedule('week', 1), 'every Monday at 10:00'],
    ['en', schedule('week', 2), 'every 2 weeks on Monday at 10:00'],
    ['en', schedule('month', 1), 'on day 2 of every month at 10:00'],
    ['en', schedule('month', 3), 'on day 2 of every 3 months at 10:00'],
    ['zh', schedule('day', 1), '每天 10:00'],
    ['zh', schedule('week', 1), '每星期一 10:00'],
    ['zh', schedule('week', 2), '每 2 周，星期一 10:00'],
    ['zh', schedule('month', 1), '每月 2 日 10:00'],
  ])('says in %s how it comes again', (language, when, words) => {
    localStorage.setItem('octant.language', language);
    expect(hook(useScheduleText)(when)).toBe(words);
  });

  it('is put into words with what it rests on', () => {
    localStorage.setItem('octant.language', 'en');
    const words = hook(usePeriodWords)(weekly, schedule('week', 1));
    expect(words?.times).toBe('Goes out 12 times from 2 Mar 2026 to 18 May 2026 · every Monday at 10:00');
    expect(words?.figures.map(({ value }) => value)).toEqual(['up to 3,800', '48 to 176', 'up to 190.00', '475.00 to 1,762.00']);
    expect(words?.notes[0]).toBe('Caps let 4 of 12 times reach the same customer.');
    expect(words?.notes.at(-1)).toContain('5.0%');
  });

  it('says no more than when it is where it goes out once, and that it never does', () => {
    localStorage.setItem('octant.language', 'en');
    const wordsOf = hook(usePeriodWords);
    expect(wordsOf(once, null)).toBeNull();
    expect(wordsOf({ ...once, period: { ...period, times: 1, last: first } }, { at: first, recurrence: null })).toEqual({ times: 'Goes out once, 2 Mar 2026, 10:00', figures: [], notes: [] });
    expect(wordsOf({ ...once, period: { ...period, times: 0, first: null, last: null } }, schedule('day', 1))?.times).toContain('no time to go out');
  });
});
