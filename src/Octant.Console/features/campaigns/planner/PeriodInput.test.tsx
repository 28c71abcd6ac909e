import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import type { Dayjs } from 'dayjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useZone } from '../../../ui/zone/ZoneProvider';
import { FarAway, goFarAway } from '../../session/farAway.fixture';
import { useToday } from '../../session/useToday';
import { campaignOf, newDraft, type CampaignDraft } from './draft';
import { PeriodInput } from './PeriodInput';

beforeEach(() => {
  localStorage.setItem('octant.language', 'en');
  goFarAway();
});

afterEach(() => {
  cleanup();
  vi.unstubAllEnvs();
});

/** The period of a campaign that is new, and the moments that it becomes. */
function Period() {
  const zone = useZone();
  const today = useToday();
  const [draft, setDraft] = useState<CampaignDraft>(() => newDraft({ staffNumber: null, organisation: null, level: 'province' }, today));
  const { id, start, end } = campaignOf(draft, null, zone);
  return (
    <>
      <PeriodInput
        value={draft.period}
        onChange={(period: readonly [Dayjs, Dayjs] | null) => {
          setDraft({ ...draft, period: period ?? draft.period });
        }}
      />
      <output>{[id.slice(0, 8), start, end].join(' ')}</output>
    </>
  );
}

it("offers and takes the platform's days, whatever days they are where the browser stands", async () => {
  const person = userEvent.setup();
  render(<Period />, { wrapper: FarAway });
  expect(screen.getByRole('status').textContent).toBe('c-261201 2026-11-30T16:00:00.000Z 2026-12-30T16:00:00.000Z');
  expect(screen.getByDisplayValue('2026-12-01')).toBeTruthy();
  expect(screen.getByDisplayValue('2026-12-30')).toBeTruthy();

  await person.click(screen.getByDisplayValue('2026-12-01'));
  await person.click(await screen.findByText('7 days'));
  expect(screen.getByRole('status').textContent).toBe('c-261201 2026-11-30T16:00:00.000Z 2026-12-07T16:00:00.000Z');
});
