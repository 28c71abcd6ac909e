import dayjs, { type Dayjs } from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);
dayjs.extend(timezone);

export const dayForm = 'YYYY-MM-DD';
const clockForm = 'YYYY-MM-DDTHH:mm:ss.SSS';

/**
 * Between moments and what the clocks and calendars of a zone show. What they show is a `Dayjs` as pickers and people read it; its own moment, which
 * is one of the browser's zone, means nothing.
 */
export interface Zone {
  readonly name: string;
  readonly shownAt: (moment: string | number) => Dayjs;
  /** When it shows this. */
  readonly momentOf: (shown: Dayjs) => string;
  /** When a day begins, at whatever hour of it. */
  readonly startOf: (day: Dayjs) => string;
}

export function zoneOf(name: string): Zone {
  return {
    name,
    shownAt: (moment) => dayjs(dayjs(moment).tz(name).format(clockForm)),
    momentOf: (shown) => dayjs.tz(shown.format(clockForm), name).toISOString(),
    startOf: (day) => dayjs.tz(day.format(dayForm), name).toISOString(),
  };
}

/** Whether both show the same day. */
export const isSameDay = (one: Dayjs, other: Dayjs) => one.format(dayForm) === other.format(dayForm);
