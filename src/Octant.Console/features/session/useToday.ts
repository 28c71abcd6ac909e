import dayjs, { type Dayjs } from 'dayjs';
import { useMemo, useSyncExternalStore } from 'react';
import { useSessionQuery } from './session';

const lookAgainEvery = 30_000;

function everyHalfMinute(look: () => void) {
  const timer = setInterval(look, lookAgainEvery);
  return () => {
    clearInterval(timer);
  };
}

/** Of a moment, such as 2026-01-31; without a zone in the browser's own. */
function dayAt(moment: number, zone: string | undefined): string {
  // Sweden writes days as the API does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment);
}

/** The platform's day of a moment, as a day of the calendar. */
export function useDayOf(): (moment: string) => Dayjs {
  const zone = useSessionQuery().data?.zone;
  return (moment) => dayjs(dayAt(Date.parse(moment), zone));
}

/**
 * The platform's day, as a day of the calendar: figures and capacity are told by days of its zone, and in a rehearsal its clock is not that of the
 * browser. Goes on to the next one while a page stays open.
 */
export function useToday(): Dayjs {
  const { data, dataUpdatedAt } = useSessionQuery();
  const zone = data?.zone;
  const ahead = data ? Date.parse(data.now) - dataUpdatedAt : 0;
  const day = useSyncExternalStore(everyHalfMinute, () => dayAt(Date.now() + ahead, zone));
  return useMemo(() => dayjs(day), [day]);
}
