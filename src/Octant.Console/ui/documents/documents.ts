import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, onlyIf } from '../../api/client';
import { ProblemError } from '../../api/problem';
import type { components, paths } from '../../api/schema';

/** Kinds of documents whose versions are kept: what people edit again and again. */
export type DocumentRoute = keyof paths extends infer P ? (P extends `/api/v1/${infer Route}/{id}/versions` ? Route : never) : never;

/** What stands at such a route. */
export type DocumentAt<Route extends DocumentRoute> = paths[`/api/v1/${Route}/{id}`]['get']['responses'][200]['content']['application/json'];

/** What every document has. */
export interface AnyDocument {
  readonly id: string;
}

/** A document with the version it was read at; null of one that is not there yet. */
export interface Stored<T> {
  readonly value: T;
  readonly tag: string | null;
}

export interface DocumentPage<T> {
  readonly items: readonly T[];
  readonly total: number;
}

export interface DocumentVersion<T> {
  readonly version: number;
  readonly at: string;
  readonly by: string | null;
  readonly value: T;
}

export interface ListQuestion {
  readonly search?: string;
  readonly offset: number;
  readonly limit: number;
}

/** One kind of document over the API: the same for all of them, so it is written once. */
export interface DocumentKind<T extends AnyDocument> {
  readonly route: DocumentRoute;
  readonly list: (question: ListQuestion, signal?: AbortSignal) => Promise<DocumentPage<T>>;
  readonly read: (id: string, signal?: AbortSignal) => Promise<Stored<T>>;
  /** Replaces the version of this tag; with null there must be none yet. Anything else is refused with 412. */
  readonly put: (value: T, tag: string | null) => Promise<Stored<T>>;
  readonly remove: (id: string, tag: string | null) => Promise<void>;
  /** The newest first. */
  readonly versions: (id: string, offset: number, limit: number, signal?: AbortSignal) => Promise<DocumentPage<DocumentVersion<T>>>;
}

interface Called {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** The four calls that all kinds share, seen without the types of one of them; {@link documentsAt} gives these back. */
type Caller = Record<'GET' | 'PUT' | 'DELETE', (path: string, init: object) => Promise<Called>>;
const calls = api as unknown as Caller;

async function ask<T>(call: Promise<Called>): Promise<Stored<T>> {
  const { data, error, response } = await call;
  if (!response.ok) {
    throw ProblemError.of(error, response);
  }

  return { value: data as T, tag: response.headers.get('ETag') };
}

/** @param shape Leaves out what the server tells with a document and does not take back. */
export function documentsAt<Route extends DocumentRoute>(
  route: Route,
  shape: (value: DocumentAt<Route>) => DocumentAt<Route> = (value) => value,
): DocumentKind<DocumentAt<Route>> {
  const shaped = ({ value, tag }: Stored<DocumentAt<Route>>) => ({ value: shape(value), tag });
  const [all, one] = [`/api/v1/${route}`, `/api/v1/${route}/{id}`];
  const at = (id: string) => ({ params: { path: { id } } });
  return {
    route,
    list: async (query, signal) => (await ask<DocumentPage<DocumentAt<Route>>>(calls.GET(all, { params: { query }, signal }))).value,
    read: async (id, signal) => shaped(await ask(calls.GET(one, { ...at(id), signal }))),
    put: async (value, tag) => shaped(await ask(calls.PUT(one, { ...at(value.id), body: value, headers: onlyIf(tag) }))),
    remove: async (id, tag) => {
      await ask(calls.DELETE(one, { ...at(id), headers: tag === null ? {} : { 'If-Match': tag } }));
    },
    versions: async (id, offset, limit, signal) => {
      const { value } = await ask<DocumentPage<DocumentVersion<DocumentAt<Route>>>>(calls.GET(`${one}/versions`, { params: { path: { id }, query: { offset, limit } }, signal }));
      return { total: value.total, items: value.items.map((version) => ({ ...version, value: shape(version.value) })) };
    },
  };
}

export function useDocumentList<T extends AnyDocument>(kind: DocumentKind<T>, question: ListQuestion) {
  return useQuery({ queryKey: [kind.route, 'list', question], queryFn: ({ signal }) => kind.list(question, signal), placeholderData: keepPreviousData });
}

/** As it was when it was opened: what others save meanwhile does not change the form under somebody's hands. */
export function useDocument<T extends AnyDocument>(kind: DocumentKind<T>, id: string | null) {
  return useQuery({
    queryKey: [kind.route, 'one', id],
    enabled: id !== null,
    queryFn: ({ signal }) => kind.read(id ?? '', signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export function useVersions<T extends AnyDocument>(kind: DocumentKind<T>, id: string, offset: number, limit: number) {
  return useQuery({ queryKey: [kind.route, 'versions', id, offset], queryFn: ({ signal }) => kind.versions(id, offset, limit, signal), staleTime: 0 });
}

/** What rests on documents of any kind is asked for again. */
const resting = ['matching', 'prospects', 'steering'];

function useChanged(route: DocumentRoute) {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ predicate: ({ queryKey: [first, second] }) => (first === route && second !== 'one') || resting.includes(String(first)) });
  };
}

export function usePutDocument<T extends AnyDocument>(kind: DocumentKind<T>) {
  const changed = useChanged(kind.route);
  return useMutation({ mutationFn: ({ value, tag }: Stored<T>) => kind.put(value, tag), onSuccess: changed });
}

export function useRemoveDocument<T extends AnyDocument>(kind: DocumentKind<T>) {
  const changed = useChanged(kind.route);
  return useMutation({ mutationFn: ({ value, tag }: Stored<T>) => kind.remove(value.id, tag), onSuccess: changed });
}

export type Name = components['schemas']['LocalizedName'];
