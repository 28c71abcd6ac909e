import dayjs, { type Dayjs } from 'dayjs';
import { dayForm } from '../../ui/zone/zone';

/** Days of a period whose second is the first beyond. */
export function daysOf(from: string, to: string): number {
  return dayjs(to).diff(dayjs(from), 'day');
}

/** First and last day, both in it, as a period whose second is the first beyond. */
export function periodOf(first: Dayjs, last: Dayjs): { readonly from: string; readonly to: string } {
  return { from: first.format(dayForm), to: last.add(1, 'day').format(dayForm) };
}

/** Both days that are in it. */
export function endsOf(from: string, to: string): [Dayjs, Dayjs] {
  return [dayjs(from), dayjs(to).subtract(1, 'day')];
}
