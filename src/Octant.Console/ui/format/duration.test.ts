import { describe, expect, it } from 'vitest';
import { amountOf, durationOf, unitOf } from './duration';

describe('A duration', () => {
  it.each([
    ['PT48H', 2, 'days'],
    ['P2W', 14, 'days'],
    ['P1DT12H', 36, 'hours'],
    ['PT90M', 90, 'minutes'],
    ['PT1H30M15S', 5415, 'seconds'],
    ['PT0S', 0, 'seconds'],
  ] as const)('%s is shown in the largest unit that leaves nothing over', (text, amount, unit) => {
    expect([unitOf(text), amountOf(text, unit)]).toEqual([unit, amount]);
  });

  it('is as long in another unit', () => {
    expect(amountOf('PT90M', 'hours')).toBe(1.5);
  });

  it.each(['', 'P', 'PT', 'P1M', 'Plan', null, undefined])('is not %o', (text) => {
    expect(amountOf(text, 'days')).toBeNull();
  });

  it('is written in the largest unit that leaves nothing over', () => {
    expect([durationOf(24, 'hours'), durationOf(1.5, 'hours'), durationOf(7, 'seconds'), durationOf(0, 'minutes')]).toEqual(['P1D', 'PT90M', 'PT7S', 'P0D']);
  });
});
