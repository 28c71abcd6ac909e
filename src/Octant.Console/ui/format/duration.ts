/** Seconds in each unit, the largest first. */
const seconds = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const;

export type DurationUnit = keyof typeof seconds;

export const durationUnits = Object.keys(seconds) as DurationUnit[];

const form = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/;

/** Of a duration as the API writes it (ISO 8601, no years or months), in whole seconds; null for any other text, and for none. */
function secondsOf(duration: string | null | undefined): number | null {
  const parts = form.exec(duration ?? '');
  if (parts === null) {
    return null;
  }

  const [weeks = 0, days = 0, hours = 0, minutes = 0, rest = 0] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
  return (weeks * 7 + days) * seconds.days + hours * seconds.hours + minutes * seconds.minutes + rest;
}

/** How many of a unit a duration is, which need not be a whole number; null for what is none. */
export function amountOf(duration: string | null | undefined, unit: DurationUnit): number | null {
  const total = secondsOf(duration);
  return total === null ? null : total / seconds[unit];
}

/** The largest unit that leaves nothing over. */
export function unitOf(duration: string): DurationUnit {
  const total = secondsOf(duration) ?? 0;
  return durationUnits.find((unit) => total > 0 && total % seconds[unit] === 0) ?? 'seconds';
}

/** As the API takes it, exact to the second. */
export function durationOf(amount: number, unit: DurationUnit): string {
  const total = Math.round(amount * seconds[unit]);
  const largest = durationUnits.find((candidate) => total % seconds[candidate] === 0) ?? 'seconds';
  const count = String(total / seconds[largest]);
  return largest === 'days' ? `P${count}D` : `PT${count}${largest.charAt(0).toUpperCase()}`;
}
