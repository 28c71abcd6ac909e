import dayjs, { type Dayjs } from 'dayjs';
import { useMemo, useSyncExternalStore } from 'react';
import { dayForm } from '../../ui/zone/zone';
import { useZone } from '../../ui/zone/ZoneProvider';
import { useSessionQuery } from './session';

const lookAgainEvery = 30_000;

function everyHalfMinute(look: () => void) {
  const timer = setInterval(look, lookAgainEvery);
  return () => {
    clearInterval(timer);
  };
}

/**
 * The platform's day, as a day of the calendar: figures and capacity are told by days of its zone, and in a rehearsal its clock is not that of the
 * browser. Goes on to the next one while a page stays open.
 */
export function useToday(): Dayjs {
  const { data, dataUpdatedAt } = useSessionQuery();
  const zone = useZone();
  const ahead = data ? Date.parse(data.now) - dataUpdatedAt : 0;
  const day = useSyncExternalStore(everyHalfMinute, () => zone.shownAt(Date.now() + ahead).format(dayForm));
  return useMemo(() => dayjs(day), [day]);
}
