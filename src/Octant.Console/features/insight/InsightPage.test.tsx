import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LanguageProvider } from '../../ui/language/LanguageProvider';
import { SessionContext, sessionKey, type Session } from '../session/session';
import InsightPage from './InsightPage';

const session: Session = {
  staffNumber: '1002',
  name: '江女士',
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
  now: '2026-11-29T17:00:00Z',
};

// The client of the API keeps the fetch that it finds when it is loaded.
const asked = vi.hoisted(() => {
  const addresses: URL[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    addresses.push(new URL(request.url));
    return new Promise<Response>(() => undefined);
  });
  return addresses;
});

beforeEach(() => {
  // Where it is still noon of the day before.
  vi.stubEnv('TZ', 'America/New_York');
});

afterEach(() => {
  cleanup();
  vi.unstubAllEnvs();
});

it("asks for the platform's day, whatever day it is where the browser stands", async () => {
  expect(new Date(session.now).getDate()).toBe(29);
  const queries = new QueryClient();
  queries.setQueryData(sessionKey, session);
  render(
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <SessionContext value={session}>
          <MemoryRouter>
            <InsightPage />
          </MemoryRouter>
        </SessionContext>
      </QueryClientProvider>
    </LanguageProvider>,
  );

  const figures = await vi.waitUntil(() => asked.find(({ pathname }) => pathname === '/api/v1/insights/figures'));
  expect(figures.searchParams.get('from')).toBe('2026-11-30');
  expect(figures.searchParams.get('to')).toBe('2026-12-01');
  expect(screen.getAllByDisplayValue('2026-11-30')).toHaveLength(2);
});
