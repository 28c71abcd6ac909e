import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { vi } from 'vitest';
import { LanguageProvider } from '../../ui/language/LanguageProvider';
import { sessionKey, type Session } from './session';
import { SessionProvider } from './SessionProvider';

/** On a platform where it is the first of December. */
export const session: Session = {
  staffNumber: '1002',
  name: 'Jiang',
  roles: [],
  scopes: ['campaigns:read'],
  organisation: null,
  entitlements: { fullPhoneNumbers: false, wholeOrganisation: true },
  mustChangePassword: false,
  language: null,
  method: 'password',
  startedAt: null,
  endsAt: null,
  zone: 'Asia/Shanghai',
  now: '2026-11-30T17:00:00Z',
};

/** Puts the browser where it is still noon of the last of November. */
export function goFarAway() {
  vi.stubEnv('TZ', 'America/New_York');
}

/** What somebody sees there who is signed in. */
export function FarAway({ children }: { readonly children: ReactNode }) {
  const [queries] = useState(() => {
    const known = new QueryClient();
    known.setQueryData(sessionKey, session);
    return known;
  });
  return (
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <SessionProvider>
          <MemoryRouter>{children}</MemoryRouter>
        </SessionProvider>
      </QueryClientProvider>
    </LanguageProvider>
  );
}
