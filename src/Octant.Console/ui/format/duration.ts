/** A duration as the API writes it (ISO 8601, no years or months), in the largest unit that leaves nothing over. */
export interface Span {
  readonly amount: number;
  readonly unit: 'D' | 'H' | 'M' | 'S';
}

const seconds = { D: 86_400, H: 3_600, M: 60, S: 1 } as const;

export const units = ['D', 'H', 'M', 'S'] as const;

export function spanOf(duration: string): Span {
  const parts = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/.exec(duration);
  const [weeks = 0, days = 0, hours = 0, minutes = 0, rest = 0] = parts?.slice(1).map((part: string | undefined) => Number(part ?? 0)) ?? [];
  const total = (weeks * 7 + days) * seconds.D + hours * seconds.H + minutes * seconds.M + rest;
  const unit = units.find((candidate) => total > 0 && total % seconds[candidate] === 0) ?? 'S';
  return { amount: total / seconds[unit], unit };
}

export function durationOf({ amount, unit }: Span): string {
  return unit === 'D' ? `P${String(amount)}D` : `PT${String(amount)}${unit}`;
}
