import dayjs from 'dayjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayForm, zoneOf } from '../../../ui/zone/zone';
import { campaignOf, draftOf, newDraft, planOf, type CampaignDraft } from './draft';
import { isUsual, usualQuestion } from './survey';

const today = dayjs('2026-03-01');
const zone = zoneOf('Asia/Shanghai');
const first = newDraft({ staffNumber: '1001', organisation: null, level: 'province' }, today);
const again = (draft: CampaignDraft) => draftOf(campaignOf(draft, null, zone), planOf(draft, null, null), draft.plan.kind, zone, today);

describe('A campaign in the form', () => {
  it('asks nothing after a contact until that is switched on', () => {
    expect(planOf(first, null, null).survey).toBeNull();
    expect(again(first).plan.survey).toEqual(first.plan.survey);
  });

  it('comes back with the question that was stored', () => {
    const survey = { isAsked: true, question: { zh: '满意吗？', en: 'Satisfied?' }, scale: 'recommendation', askedShare: 0.25, delayHours: 1.5, answerDays: 3, channel: 'sms' } as const;
    const draft = { ...first, plan: { ...first.plan, survey } };
    expect(planOf(draft, null, null).survey).toEqual({
      question: { zh: '满意吗？', en: 'Satisfied?' },
      scale: 'recommendation',
      askedShare: 0.25,
      delay: 'PT90M',
      answerWithin: 'P3D',
      channel: 'sms',
    });
    expect(again(draft).plan.survey).toEqual(survey);
  });

  it('changes the question with the scale only while it is the usual one', () => {
    expect(isUsual(usualQuestion('recommendation'))).toBe(true);
    expect(isUsual({ ...usualQuestion('satisfaction'), en: 'My own.' })).toBe(false);
  });

  describe.each(['Asia/Shanghai', 'America/New_York', 'Pacific/Auckland'])('by a browser in %s', (browser) => {
    beforeEach(() => {
      vi.stubEnv('TZ', browser);
    });
    afterEach(() => {
      vi.unstubAllEnvs();
    });

    it('leaves moments as they were within days that nobody chose anew', () => {
      const stored = { ...campaignOf(first, null, zone), start: '2026-03-01T23:00:00Z', end: '2026-04-01T00:00:00Z' };
      const draft = draftOf(stored, planOf(first, null, null), 'inbound', zone, today);
      expect(draft.period.map((day) => day.format(dayForm))).toEqual(['2026-03-02', '2026-04-01']);
      expect(campaignOf({ ...draft, name: 'Another name' }, stored, zone)).toMatchObject({ start: stored.start, end: stored.end });

      const later = { ...draft, period: [dayjs('2026-03-03'), dayjs('2026-04-02')] } as const;
      expect(campaignOf(later, stored, zone)).toMatchObject({ start: '2026-03-02T16:00:00.000Z', end: '2026-04-02T16:00:00.000Z' });
    });

    it("lasts from the platform's midnight to its midnight", () => {
      const draft = { ...first, period: [dayjs('2026-03-08'), dayjs('2026-03-08')] } as const;
      expect(campaignOf(draft, null, zone)).toMatchObject({ start: '2026-03-07T16:00:00.000Z', end: '2026-03-08T16:00:00.000Z' });
      expect(again(draft).period.map((day) => day.format(dayForm))).toEqual(['2026-03-08', '2026-03-08']);
    });

    it('comes again as often as it says, up to its last day', () => {
      const batch = { ...first, sendAt: dayjs('2026-03-02T07:00:00'), plan: { ...first.plan, kind: 'batch' } } as const;
      expect(campaignOf(batch, null, zone).schedule).toEqual({ at: '2026-03-01T23:00:00.000Z', recurrence: null });
      expect(again(batch).sendAt.format('YYYY-MM-DD HH:mm')).toBe('2026-03-02 07:00');

      const weekly = { ...batch, repeat: { unit: 'week', every: 2, last: dayjs('2026-04-30') } } as const;
      expect(campaignOf(weekly, null, zone).schedule?.recurrence).toEqual({ unit: 'week', every: 2, until: '2026-04-30T16:00:00.000Z' });
      expect(again(weekly).repeat.last?.format(dayForm)).toBe('2026-04-30');
      expect(campaignOf({ ...weekly, plan: { ...weekly.plan, kind: 'inbound' } }, null, zone).schedule).toBeNull();
    });
  });
});
