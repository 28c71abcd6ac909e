import { describe, expect, it } from 'vitest';
import type { Calendar, CalendarCampaign } from '../../calendar/calendar';
import type { Campaign } from '../campaigns';
import { absenceOf, resourceOf, rivalsOf } from './allocation';

const campaign = (id: string, members: Partial<Campaign> = {}): Campaign => ({ id, name: id, offers: [], channels: ['sms'], status: 'live', ...members });

const monday = '2026-03-02';
const mondays = { at: '2026-03-02T02:00:00Z', recurrence: { unit: 'week', every: 1, until: null } } as const;

/** Of one day; campaigns go out next on the days given. */
const calendar = (next: Readonly<Record<string, string | null>> = {}): Calendar => ({
  days: [],
  campaigns: Object.entries(next).map(
    ([campaignId, day]): CalendarCampaign => ({
      campaignId,
      campaignName: campaignId,
      status: 'live',
      kind: 'batch',
      level: 'province',
      start: '2026-01-01T00:00:00Z',
      end: '2027-01-01T00:00:00Z',
      channels: ['sms'],
      frontLineHours: 0,
      schedule: mondays,
      days: [],
      next: day,
    }),
  ),
});

describe('Rivals of a campaign', () => {
  const at = new Date('2026-03-02T12:00:00Z');
  const own = campaign('own', { status: 'draft', channels: ['sms', 'web'] });

  it('are live, in one of its channels, at that moment, and set off by no event', () => {
    const all = [
      own,
      campaign('rival', { start: '2026-03-02T12:00:00Z', end: '2026-03-02T12:00:01Z' }),
      campaign('always'),
      campaign('elsewhere', { channels: ['hall'] }),
      campaign('draft', { status: 'draft' }),
      campaign('later', { start: '2026-03-02T12:00:01Z' }),
      campaign('over', { end: '2026-03-02T12:00:00Z' }),
      campaign('on-event', { trigger: { eventType: 'bill.query', condition: null } }),
    ];
    const { rivals, leftOut } = rivalsOf(own, all, at, calendar(), monday);
    expect(rivals.map(({ id }) => id)).toEqual(['rival', 'always']);
    expect(leftOut).toEqual([]);
  });

  it('go out on that day if they are scheduled, and else are left out until they do', () => {
    const all = [own, campaign('always'), ...['due', 'later', 'over', 'unknown'].map((id) => campaign(id, { schedule: mondays })), campaign('elsewhere', { channels: ['hall'], schedule: mondays })];
    const { rivals, leftOut } = rivalsOf(own, all, at, calendar({ due: monday, later: '2026-03-09', over: null }), monday);
    expect(rivals.map(({ id }) => id)).toEqual(['always', 'due']);
    expect(leftOut).toEqual([
      { campaign: 'later', next: '2026-03-09' },
      { campaign: 'over', next: null },
      { campaign: 'unknown', next: null },
    ]);
  });
});

describe('A campaign on a day', () => {
  it('is absent where it is scheduled for others only', () => {
    const scheduled = campaign('mondays', { schedule: mondays });
    expect(absenceOf(scheduled, calendar({ mondays: monday }), monday)).toBeNull();
    expect(absenceOf(scheduled, calendar({ mondays: monday }), '2026-03-01')).toEqual({ campaign: 'mondays', next: monday });
    expect(absenceOf(campaign('always'), calendar(), monday)).toBeNull();
  });
});

describe('What campaigns compete for', () => {
  it.each([
    ['budget', { kind: 'budget' }],
    ['channel sms', { kind: 'channel', id: 'sms' }],
    ['campaign SPRING-5G', { kind: 'campaign', id: 'SPRING-5G' }],
    ['budget of campaign ROAMING', { kind: 'campaignBudget', id: 'ROAMING' }],
    ['stock of P-5G-128', { kind: 'stock', id: 'P-5G-128' }],
    ['something new', null],
  ])('is read from its name: %s', (name, expected) => {
    expect(resourceOf(name)).toEqual(expected);
  });
});
