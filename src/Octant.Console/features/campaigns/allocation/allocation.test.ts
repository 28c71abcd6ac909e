import { describe, expect, it } from 'vitest';
import type { Campaign } from '../campaigns';
import { resourceOf, rivalsOf } from './allocation';

const campaign = (id: string, members: Partial<Campaign> = {}): Campaign => ({ id, name: id, offers: [], channels: ['sms'], status: 'live', ...members });

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
    expect(rivalsOf(own, all, at).map(({ id }) => id)).toEqual(['rival', 'always']);
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
