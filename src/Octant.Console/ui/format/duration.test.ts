import { describe, expect, it } from 'vitest';
import { durationOf, spanOf } from './duration';

describe('A duration', () => {
  it.each([
    ['PT48H', 2, 'D'],
    ['P2W', 14, 'D'],
    ['P1DT12H', 36, 'H'],
    ['PT90M', 90, 'M'],
    ['PT1H30M15S', 5415, 'S'],
    ['PT0S', 0, 'S'],
  ] as const)('%s is shown in the largest unit that leaves nothing over', (text, amount, unit) => {
    expect(spanOf(text)).toEqual({ amount, unit });
  });

  it('is written as it was read', () => {
    for (const text of ['P3D', 'PT36H', 'PT5M', 'PT7S']) {
      expect(durationOf(spanOf(text))).toBe(text);
    }
  });
});
