import { answer } from '../../api/client';

/** A document as it was read, with the version that a change of it must still find. */
export interface Versioned<T> {
  readonly value: T;
  /** Null where it is not stored yet. */
  readonly version: string | null;
}

export async function versioned<Data>(call: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<Versioned<NonNullable<Data>>> {
  const done = await call;
  return { value: await answer(Promise.resolve(done)), version: done.response.headers.get('ETag') };
}

/** As many as there ever are of what is arranged by hand. */
export const all = { params: { query: { limit: 500 } } } as const;
