import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scopeGroups } from './scopes';

it('Every scope of the server stands in one group, and no other', () => {
  const source = readFileSync('../Octant.Platform/Identity/Contracts/Scopes.cs', 'utf8');
  const known = [...source.matchAll(/public const string \w+ = "([^"]+)";/g)].map(([, scope]) => scope);
  expect(known.length).toBeGreaterThan(10);
  expect(Object.values(scopeGroups).flat().toSorted()).toEqual(known.toSorted());
});
