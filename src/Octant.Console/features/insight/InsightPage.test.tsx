import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FarAway, goFarAway, session } from '../session/farAway.fixture';
import InsightPage from './InsightPage';

// The client of the API keeps the fetch that it finds when it is loaded.
const asked = vi.hoisted(() => {
  const addresses: URL[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    addresses.push(new URL(request.url));
    return new Promise<Response>(() => undefined);
  });
  return addresses;
});

beforeEach(goFarAway);

afterEach(() => {
  cleanup();
  vi.unstubAllEnvs();
});

it("asks for the platform's day, whatever day it is where the browser stands", async () => {
  expect(new Date(session.now).getDate()).toBe(30);
  render(<InsightPage />, { wrapper: FarAway });

  const figures = await vi.waitUntil(() => asked.find(({ pathname }) => pathname === '/api/v1/insights/figures'));
  expect(figures.searchParams.get('from')).toBe('2026-12-01');
  expect(figures.searchParams.get('to')).toBe('2026-12-02');
  expect(screen.getAllByDisplayValue('2026-12-01')).toHaveLength(2);
});
