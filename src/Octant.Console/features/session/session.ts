import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { answer, api } from '../../api/client';
import { ProblemError } from '../../api/problem';
import type { components } from '../../api/schema';
import type { Language } from '../../ui/language/language';

/** Who is signed in, and what they may do. */
export type Session = components['schemas']['SessionView'];

export const sessionKey = ['session'] as const;

async function readSession(signal: AbortSignal): Promise<Session | null> {
  try {
    return await answer(api.GET('/api/v1/session', { signal }));
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) {
      return null;
    }

    throw error;
  }
}

/** Null: nobody is signed in. */
export function useSessionQuery() {
  return useQuery({ queryKey: sessionKey, queryFn: ({ signal }) => readSession(signal), staleTime: 60_000 });
}

/** How one can sign in here. */
export function useSignInMethods() {
  return useQuery({ queryKey: ['sign-in-methods'], queryFn: ({ signal }) => answer(api.GET('/api/v1/session/methods', { signal })), staleTime: 60_000 });
}

export interface SessionActions {
  readonly signIn: (staffNumber: string, password: string) => Promise<void>;
  readonly changePassword: (currentPassword: string, newPassword: string) => Promise<void>;
  /** Kept with the operator, so that it is theirs on every machine. */
  readonly keepLanguage: (language: Language) => Promise<void>;
  readonly signOut: () => Promise<void>;
}

export function useSessionActions(): SessionActions {
  const queries = useQueryClient();
  const know = (session: Session | null) => queries.setQueryData(sessionKey, session);
  return {
    signIn: async (staffNumber, password) => {
      know(await answer(api.POST('/api/v1/session', { body: { staffNumber, password } })));
    },
    changePassword: async (currentPassword, newPassword) => {
      await answer(api.PUT('/api/v1/session/password', { body: { currentPassword, newPassword } }));
      await queries.invalidateQueries({ queryKey: sessionKey });
    },
    keepLanguage: async (language) => {
      if (queries.getQueryData<Session | null>(sessionKey)?.staffNumber) {
        know(await answer(api.PUT('/api/v1/session/preferences', { body: { language } })));
      }
    },
    signOut: async () => {
      if (queries.getQueryData<Session | null>(sessionKey)?.staffNumber) {
        await answer(api.DELETE('/api/v1/session'));
      }

      know(null);
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
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
