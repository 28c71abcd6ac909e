import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { ask, showKey } from '../../api/client';
import { ProblemError } from '../../api/problem';
import type { Language, Text } from '../../ui/language/language';
import { screens } from '../screens';

/** Who is signed in, and what they may do. */
export interface Session {
  /** Null for a system with a key. */
  readonly staffNumber: string | null;
  readonly name: string;
  readonly roles: readonly { readonly id: string; readonly name: Text }[];
  readonly scopes: readonly string[];
  /** Null: the whole organisation. */
  readonly organisation: { readonly path: string; readonly units: readonly { readonly name: Text }[] } | null;
  /** Until it is done, nothing but the session itself answers. */
  readonly mustChangePassword: boolean;
  readonly language: Language | null;
}

const address = '/api/v1/session';
const everyScope = screens.map((screen) => screen.scope);
export const sessionKey = ['session'] as const;

async function readSession(signal: AbortSignal): Promise<Session | null> {
  try {
    return await ask<Session>('GET', address, undefined, signal);
  } catch (error) {
    if (error instanceof ProblemError && (error.status === 401 || error.status === 404)) {
      return null;
    }

    throw error;
  }
}

/** A server without sign-in does not say what a key permits; it is asked for something, and refuses what it must. */
async function sessionOfKey(): Promise<Session> {
  await ask('GET', '/api/v1/campaigns?limit=1');
  return { staffNumber: null, name: 'key', roles: [], scopes: everyScope, organisation: null, mustChangePassword: false, language: null };
}

/** Null: nobody is signed in. */
export function useSessionQuery() {
  return useQuery({ queryKey: sessionKey, queryFn: ({ signal }) => readSession(signal), staleTime: 60_000 });
}

export interface SessionActions {
  readonly signIn: (staffNumber: string, password: string) => Promise<void>;
  readonly signInWithKey: (key: string) => Promise<void>;
  readonly changePassword: (currentPassword: string, newPassword: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
}

export function useSessionActions(): SessionActions {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: sessionKey });
  return {
    signIn: async (staffNumber, password) => {
      showKey(null);
      queries.setQueryData(sessionKey, await ask<Session>('POST', address, { staffNumber, password }));
    },
    signInWithKey: async (key) => {
      showKey(key);
      try {
        const session = await readSession(new AbortController().signal);
        queries.setQueryData(sessionKey, session ?? (await sessionOfKey()));
      } catch (error) {
        showKey(null);
        throw error;
      }
    },
    changePassword: async (currentPassword, newPassword) => {
      await ask('PUT', `${address}/password`, { currentPassword, newPassword });
      await refresh();
    },
    signOut: async () => {
      const session = queries.getQueryData<Session | null>(sessionKey);
      if (session?.staffNumber) {
        await ask('DELETE', address);
      }

      showKey(null);
      queries.clear();
      queries.setQueryData(sessionKey, null);
    },
  };
}

export const SessionContext = createContext<Session | null>(null);

/** Only within pages, which nobody sees who is not signed in. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) {
    throw new Error('Nobody is signed in.');
  }

  return session;
}

/** Whether the person may do what needs this scope. The server decides in any case; this only spares them what would be refused. */
export function usePermission(): (scope: string) => boolean {
  const { scopes } = useSession();
  return (scope) => scopes.includes(scope);
}
