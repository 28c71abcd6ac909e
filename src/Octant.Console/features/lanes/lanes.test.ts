import { expect, it } from 'vitest';
import { stepsOf, type ReviewLane } from './lanes';

const lane = (id: string, ...after: string[]): ReviewLane => ({ id, name: id, after });
const idsOf = (lanes: readonly ReviewLane[]) => stepsOf(lanes).map((step) => step.map(({ id }) => id));

it('Lanes stand at the first step at which all they wait for have decided', () => {
  expect(idsOf([lane('board', 'finance', 'tariff'), lane('tariff'), lane('finance', 'tariff'), lane('wording')])).toEqual([['tariff', 'wording'], ['finance'], ['board']]);
});

it('Lanes that are not there hold nobody up', () => {
  expect(idsOf([lane('board', 'gone')])).toEqual([['board']]);
});
