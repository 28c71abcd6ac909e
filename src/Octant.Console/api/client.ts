import createClient from 'openapi-fetch';
import { ProblemError } from './problem';
import type { paths } from './schema';

/** What is asked without anybody having done something, and so keeps no session alive. Give it as `headers` of a call. */
export const background = { 'X-Octant-Request': 'background' } as const;

/** The API by its description: paths, parameters, bodies and answers are checked by the compiler. */
export const api = createClient<paths>({ baseUrl: globalThis.location.origin, credentials: 'same-origin' });

api.use({
  onRequest({ request }) {
    // A page of another site cannot set it; without it nothing is changed by a cookie.
    if (!request.headers.has('X-Octant-Request')) {
      request.headers.set('X-Octant-Request', 'console');
    }

    return request;
  },
});

/** The body of an answer; a problem is thrown as {@link ProblemError}. */
export async function answer<Data>(call: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<NonNullable<Data>> {
  const { data, error, response } = await call;
  if (!response.ok) {
    throw ProblemError.of(error, response);
  }

  return data as NonNullable<Data>;
}

/** Nobody changed it since it was read; nobody made it meanwhile, where it is new. Otherwise the server answers 412. */
export function onlyIf(version: string | null): Record<string, string> {
  return version === null ? { 'If-None-Match': '*' } : { 'If-Match': version };
}
