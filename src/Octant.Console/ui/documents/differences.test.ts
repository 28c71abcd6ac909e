import { expect, it } from 'vitest';
import { differences, merge, withValue } from './differences';

it('names what differs by its place, and takes nothing for nothing', () => {
  const before = { name: 'One', needs: { input: 'none', output: ['shortText'] }, excludes: [], stock: null };
  const after = { name: 'One', needs: { input: 'text', output: ['shortText', 'longText'] }, tier: 'gold' };
  expect(differences(before, after)).toEqual([
    { path: ['needs', 'input'], before: 'none', after: 'text' },
    { path: ['needs', 'output'], before: ['shortText'], after: ['shortText', 'longText'] },
    { path: ['tier'], before: undefined, after: 'gold' },
  ]);
});

it('compares lists of things place by place', () => {
  expect(differences({ caps: [{ limit: 1 }] }, { caps: [{ limit: 2 }, { limit: 3 }] })).toEqual([
    { path: ['caps', 0, 'limit'], before: 1, after: 2 },
    { path: ['caps', 1], before: undefined, after: { limit: 3 } },
  ]);
});

it('brings both changes together where they do not meet', () => {
  const { merged, conflicts, taken } = merge({ name: 'a', price: 1, needs: { input: 'none' } }, { name: 'mine', price: 1, needs: { input: 'none' } }, { name: 'a', price: 2, needs: { input: 'text' } });
  expect(merged).toEqual({ name: 'mine', price: 2, needs: { input: 'text' } });
  expect(conflicts).toEqual([]);
  expect(taken.map(({ path }) => path)).toEqual([['price'], ['needs', 'input']]);
});

it('asks where both changed the same, and not where they agree', () => {
  const { merged, conflicts } = merge({ name: 'a', price: 1, cap: { limit: 1 } }, { name: 'mine', price: 2, cap: null }, { name: 'theirs', price: 2, cap: { limit: 5 } });
  expect(conflicts).toEqual([
    { path: ['name'], base: 'a', mine: 'mine', theirs: 'theirs' },
    { path: ['cap'], base: { limit: 1 }, mine: null, theirs: { limit: 5 } },
  ]);
  expect(merged.name).toBe('mine');
});

it('puts a value at a place that was not there, and takes one out', () => {
  expect(withValue<unknown>({ a: 1 }, ['caps', 0, 'limit'], 3)).toEqual({ a: 1, caps: [{ limit: 3 }] });
  expect(withValue<unknown>({ a: 1, caps: [{ limit: 3 }, { limit: 4 }] }, ['caps', 0], undefined)).toEqual({ a: 1, caps: [{ limit: 4 }] });
});
