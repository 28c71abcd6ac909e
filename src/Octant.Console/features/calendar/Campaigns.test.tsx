import { cleanup, render, screen } from '@testing-library/react';
import dayjs from 'dayjs';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LanguageProvider } from '../../ui/language/LanguageProvider';
import type { CalendarCampaign } from './calendar';
import styles from './calendar.module.css';
import { Campaigns } from './Campaigns';

const march = Array.from({ length: 31 }, (_, index) => dayjs('2026-03-01').add(index, 'day'));
const always: CalendarCampaign = {
  campaignId: 'always',
  campaignName: 'Always',
  status: 'live',
  kind: 'inbound',
  level: 'province',
  start: dayjs('2026-03-01').toISOString(),
  end: dayjs('2026-04-01').toISOString(),
  channels: ['web'],
  frontLineHours: 0,
  schedule: null,
  days: null,
  next: null,
};
const mondays: CalendarCampaign = {
  ...always,
  campaignId: 'mondays',
  campaignName: 'Mondays',
  schedule: { at: dayjs('2026-03-02T10:00').toISOString(), recurrence: { unit: 'week', every: 1, until: null } },
  days: ['2026-03-02', '2026-03-09', '2026-03-16'],
  next: '2026-03-02',
};

function show(campaign: CalendarCampaign) {
  return render(
    <LanguageProvider>
      <MemoryRouter>
        <Campaigns days={march} campaigns={[campaign]} />
      </MemoryRouter>
    </LanguageProvider>,
  ).container;
}

describe('A campaign in the calendar', () => {
  afterEach(cleanup);
  beforeEach(() => {
    localStorage.setItem('octant.language', 'en');
  });

  it('stands out on the days on which it goes out, and says when', () => {
    const shown = show(mondays);
    expect([...shown.querySelectorAll<HTMLElement>(`.${styles.mark ?? ''}`)].map((mark) => mark.style.gridColumn)).toEqual(['2', '9', '16']);
    expect(screen.getByText('every Monday at 10:00')).toBeTruthy();
    expect(screen.getByText('goes out on 3 days of this month')).toBeTruthy();
  });

  it('is one bar without a schedule', () => {
    const shown = show(always);
    expect(shown.querySelectorAll(`.${styles.bar ?? ''}`)).toHaveLength(1);
    expect(shown.querySelectorAll(`.${styles.mark ?? ''}`)).toHaveLength(0);
    expect(shown.textContent).not.toContain('goes out');
  });
});
