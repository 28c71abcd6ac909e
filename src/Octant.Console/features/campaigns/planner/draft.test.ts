import dayjs from 'dayjs';
import { describe, expect, it } from 'vitest';
import { campaignOf, draftOf, newDraft, planOf, type CampaignDraft } from './draft';
import { isUsual, usualQuestion } from './survey';

const first = newDraft({ staffNumber: '1001', organisation: null, level: 'province' });
const again = (draft: CampaignDraft) => draftOf(campaignOf(draft, null), planOf(draft, null, null), draft.plan.kind);

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

  it('leaves moments as they were within days that nobody chose anew', () => {
    const stored = { ...campaignOf(first, null), start: dayjs('2026-03-02T08:00:00').toISOString(), end: dayjs('2026-04-01T08:00:00').toISOString() };
    const draft = draftOf(stored, planOf(first, null, null), 'inbound');
    expect(campaignOf({ ...draft, name: 'Another name' }, stored)).toMatchObject({ start: stored.start, end: stored.end });

    const later = { ...draft, period: [dayjs('2026-03-03'), dayjs('2026-04-02')] } as const;
    expect(campaignOf(later, stored)).toMatchObject({ start: dayjs('2026-03-03').toISOString(), end: dayjs('2026-04-03').toISOString() });
  });

  it('comes again as often as it says, up to its last day', () => {
    const sendAt = dayjs('2026-03-02T10:00:00');
    const batch = { ...first, sendAt, plan: { ...first.plan, kind: 'batch' } } as const;
    expect(campaignOf(batch, null).schedule).toEqual({ at: sendAt.toISOString(), recurrence: null });

    const weekly = { ...batch, repeat: { unit: 'week', every: 2, last: dayjs('2026-04-30') } } as const;
    expect(campaignOf(weekly, null).schedule?.recurrence).toEqual({ unit: 'week', every: 2, until: dayjs('2026-05-01').toISOString() });
    expect(again(weekly).repeat.last?.format('YYYY-MM-DD')).toBe('2026-04-30');
    expect(campaignOf({ ...weekly, plan: { ...weekly.plan, kind: 'inbound' } }, null).schedule).toBeNull();
  });
});
