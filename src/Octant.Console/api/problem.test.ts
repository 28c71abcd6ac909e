import { describe, expect, it } from 'vitest';
import { pathOf, ProblemError } from './problem';

describe('A problem', () => {
  it('names the place in a form', () => {
    expect(pathOf('name')).toEqual(['name']);
    expect(pathOf('offers[2].offering')).toEqual(['offers', 2, 'offering']);
    expect(pathOf('$')).toEqual([]);
  });

  it('carries what the API said, and when to come back', () => {
    const document = { detail: 'Not now.', errors: [{ field: 'name', expected: 'a text' }] };
    const problem = ProblemError.of(document, new Response(null, { status: 503, headers: { 'Retry-After': '7' } }));
    expect(problem).toMatchObject({ status: 503, detail: 'Not now.', retryAfter: 7 });
    expect(problem.errors).toHaveLength(1);
  });

  it('is one, too, when something between answered in its own way', () => {
    const problem = ProblemError.of(undefined, new Response(null, { status: 502, statusText: 'Bad Gateway' }));
    expect(problem).toMatchObject({ status: 502, detail: 'Bad Gateway', errors: [], retryAfter: null });
  });
});
