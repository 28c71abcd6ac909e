import { isPresent } from '../../api/present';
import type { components } from '../../api/schema';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useZone } from '../../ui/zone/ZoneProvider';
import { texts } from './period.texts';

export type Forecast = components['schemas']['CampaignForecast'];
export type PeriodForecast = NonNullable<Forecast['period']>;
type Schedule = components['schemas']['CampaignSchedule'];

/** Whether it goes out more than once, so that one time and all of them are different figures. */
export const comesAgain = (forecast: Forecast): forecast is Forecast & { readonly period: PeriodForecast } => isPresent(forecast.period) && forecast.period.times > 1;

/** What a plan expects of all times, carefully: the most that it can cost, and the least that it brings. */
export function expectationOf(forecast: Forecast): { readonly cost: number; readonly revenue: number } {
  return comesAgain(forecast) ? { cost: forecast.period.cost, revenue: forecast.period.revenueLow } : { cost: forecast.cost, revenue: forecast.revenue };
}

/** Whether money ends the contacts, and not the times. */
export const isCutByBudget = ({ audience, heldOut, period }: Forecast): boolean => isPresent(period) && period.contacts < (audience - heldOut) * period.contactsPerCustomer;

/** When a schedule goes out: its only moment, or how it comes again. */
export function useScheduleText(): (schedule: Schedule) => string {
  const t = useTexts(texts);
  const format = useFormat();
  const zone = useZone();
  return ({ at, recurrence }) => {
    if (!isPresent(recurrence)) {
      return format.dateTime(at);
    }

    const { unit, every } = recurrence;
    return t(every === 1 ? `each.${unit}` : `every.${unit}`, { count: every, weekday: format.weekday(at), day: zone.shownAt(at).date(), time: format.hour(at) });
  };
}

/** What is said of all the times that a campaign goes out. */
export interface PeriodWords {
  /** How often, when, from when to when. */
  readonly times: string;
  /** Of one that goes out more than once. */
  readonly figures: readonly { readonly title: string; readonly value: string }[];
  readonly notes: readonly string[];
}

/** Null of a campaign without a schedule. */
export function usePeriodWords(): (forecast: Forecast, schedule: Schedule | null | undefined) => PeriodWords | null {
  const t = useTexts(texts);
  const format = useFormat();
  const scheduleText = useScheduleText();
  return (forecast, schedule) => {
    const { period } = forecast;
    if (!isPresent(period)) {
      return null;
    }

    if (!comesAgain(forecast) || !isPresent(period.first) || !isPresent(period.last)) {
      return { times: isPresent(period.first) ? t('goesOutOnce', { time: format.dateTime(period.first) }) : t('goesOutNever'), figures: [], notes: [] };
    }

    const range = (low: string, high: string) => (low === high ? low : t('range', { low, high }));
    const count = period.contactsPerCustomer;
    return {
      times: [t('goesOut', { count: format.number(period.times), first: format.date(period.first), last: format.date(period.last) }), schedule ? scheduleText(schedule) : ''].filter(Boolean).join(' · '),
      figures: [
        { title: t('contacts'), value: t('atMost', { value: format.number(period.contacts) }) },
        { title: t('responders'), value: range(format.number(period.respondersLow), format.number(period.respondersHigh)) },
        { title: t('cost'), value: t('atMost', { value: format.money(period.cost) }) },
        { title: t('revenue'), value: range(format.money(period.revenueLow), format.money(period.revenueHigh)) },
      ],
      notes: [
        ...(count < period.times ? [t('capped', { count: format.number(count), times: format.number(period.times) })] : []),
        ...(isCutByBudget(forecast) ? [t('budgetSpent')] : []),
        t('assumption', { count: format.number(count), rate: format.percent(forecast.responseRate) }),
      ],
    };
  };
}
