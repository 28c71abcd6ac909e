import { describe, expect, it } from 'vitest';
import { funnelLines } from './funnel';

describe('A funnel', () => {
  it('has no share of the stage before where the answer leaves it out or says null', () => {
    const lines = funnelLines([
      { stage: 'audience', count: 200 },
      { stage: 'planned', count: 50, ofBefore: 0.25 },
      { stage: 'sent', count: 0, ofBefore: 0 },
      { stage: 'shown', count: 0, ofBefore: null },
    ]);
    expect(lines.map(({ ofBefore }) => ofBefore)).toEqual([null, 0.25, 0, null]);
    expect(lines.map(({ width }) => width)).toEqual([100, 25, 0, 0]);
  });

  it('that nobody came through has widths all the same', () => {
    expect(funnelLines([{ stage: 'audience', count: 0 }])).toEqual([{ stage: 'audience', count: 0, width: 0, ofBefore: null }]);
  });
});
