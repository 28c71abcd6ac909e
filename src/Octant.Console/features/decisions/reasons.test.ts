import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { texts } from './reasons.texts';

/** Every code that the engine gives as a reason stands in one file of its. */
const codes = [...readFileSync('../Octant.Engine/Reasons.cs', 'utf8').matchAll(/const string \w+ = "([a-z-]+)";/g)].map(([, code]) => code ?? '');

const known: Record<string, unknown> = texts;

describe('Reasons', () => {
  it('are found in the engine', () => {
    expect(codes).toContain('consent-refused');
    expect(codes.length).toBeGreaterThan(50);
  });

  it.each(codes)('have words for %s', (code) => {
    expect(known).toHaveProperty([`reason.${code}`]);
  });

  it('have words for nothing else', () => {
    const words = Object.keys(texts).flatMap((key) => (key.startsWith('reason.') ? [key.slice('reason.'.length)] : []));
    expect(words.filter((code) => !codes.includes(code))).toEqual([]);
  });
});
