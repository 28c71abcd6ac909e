import type { Dayjs } from 'dayjs';
import { isPresent } from '../../../api/present';
import type { components } from '../../../api/schema';
import { amountOf, durationOf } from '../../../ui/format/duration';
import { isSameDay, type Zone } from '../../../ui/zone/zone';
import { isSet, type Campaign, type CampaignKind } from '../campaigns';
import { surveyDraftOf, surveyOf, type SurveyDraft } from './survey';

export type Plan = components['schemas']['CampaignPlan'];
type Offer = components['schemas']['CampaignOffer'];
type Treatment = components['schemas']['Treatment'];
type Trigger = components['schemas']['CampaignTrigger'];
type Need = components['schemas']['ResourceNeed'];
type Outcome = components['schemas']['SuccessOutcome'];

type RecurrenceUnit = components['schemas']['RecurrenceUnit'];

/** Every so many days, weeks or months, up to a last day; null: as long as the campaign runs. */
export interface Repeat {
  readonly unit: RecurrenceUnit | 'none';
  readonly every: number;
  readonly last: Dayjs | null;
}

const once: Repeat = { unit: 'none', every: 1, last: null };

/**
 * What a planner fills in: a campaign and its plan as one form. Members that the API has, too, stand under the API's names, so that what it
 * finds wrong is shown where it was typed.
 */
export interface CampaignDraft {
  readonly id: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly audience: string;
  readonly eligibility: string;
  readonly applicability: string;
  readonly suitability: string;
  readonly offers: readonly Partial<Offer>[];
  readonly propensitySource: NonNullable<Campaign['propensitySource']>;
  readonly channels: readonly string[];
  readonly touchpoints: readonly string[];
  readonly treatments: readonly Partial<Treatment>[];
  readonly trigger: { readonly eventType: string | null; readonly condition: string; readonly other: 'none' | 'absent' | 'after'; readonly otherType: string | null; readonly hours: number | null };
  readonly lever: number;
  /** First and last day, both within. */
  readonly period: readonly [Dayjs, Dayjs];
  /** When a batch goes out, for the first time if it comes again. */
  readonly sendAt: Dayjs;
  readonly repeat: Repeat;
  readonly holdoutShare: number;
  readonly class: string;
  readonly validityHours: number;
  readonly budget: number | null;
  readonly plan: {
    readonly objective: string;
    readonly outcome: Outcome;
    readonly share: number | null;
    readonly count: number | null;
    readonly level: string;
    readonly precedence: number;
    readonly owner: string;
    readonly kind: CampaignKind;
    readonly resources: readonly Partial<Need>[];
    readonly frontLineHours: number;
    readonly responseRate: number | null;
    readonly survey: SurveyDraft;
  };
}

const days = 30;
const chance = 0.05;
const hoursOfDay = 24;

/** Within the hours in which people may be written to. */
const hourOfBatch = 10;

/** Unlike any other of the day, and easy to read out. */
export function newCampaignId(today: Dayjs): string {
  const letters = 'bcdfghjkmnpqrstvwxz23456789';
  const drawn = crypto.getRandomValues(new Uint8Array(5));
  return `c-${today.format('YYMMDD')}-${[...drawn].map((byte) => letters.charAt(byte % letters.length)).join('')}`;
}

export const newOffer = (): Partial<Offer> => ({ propensity: chance, promotion: null, value: null });

/** What most campaigns are like, so that few fields are left to fill in. */
export function newDraft({ staffNumber, organisation, level }: { readonly staffNumber: string | null; readonly organisation: string | null; readonly level: string }, today: Dayjs): CampaignDraft {
  return {
    id: newCampaignId(today),
    name: '',
    organisation,
    audience: '',
    eligibility: '',
    applicability: '',
    suitability: '',
    offers: [newOffer()],
    propensitySource: 'configured',
    channels: [],
    touchpoints: [],
    treatments: [],
    trigger: { eventType: null, condition: '', other: 'none', otherType: null, hours: hoursOfDay },
    lever: 1,
    period: [today, today.add(days - 1, 'day')],
    sendAt: today.add(1, 'day').hour(hourOfBatch),
    repeat: once,
    holdoutShare: 0.05,
    class: 'marketing',
    validityHours: hoursOfDay,
    budget: null,
    plan: { objective: '', outcome: 'accepted', share: null, count: null, level, precedence: 50, owner: staffNumber ?? '', kind: 'inbound', resources: [], frontLineHours: 0, responseRate: null, survey: surveyDraftOf(null) },
  };
}

/** Null while it is open. */
const firstDayOf = ({ start }: Campaign, zone: Zone) => (isSet(start) ? zone.shownAt(start).startOf('day') : null);

/** The last day of what ends just before a moment. */
const lastDayBefore = (end: string, zone: Zone) => zone.shownAt(end).subtract(1, 'millisecond').startOf('day');

/** Null while it is open. */
const lastDayOf = ({ end }: Campaign, zone: Zone) => (isSet(end) ? lastDayBefore(end, zone) : null);

/** When a day is over. */
const endOf = (day: Dayjs, zone: Zone) => zone.startOf(day.add(1, 'day'));

/** The campaign as the form shows it, in days and hours of the platform's zone. */
export function draftOf(campaign: Campaign, plan: Plan, kind: CampaignKind, zone: Zone, today: Dayjs): CampaignDraft {
  const { trigger } = campaign;
  const start = firstDayOf(campaign, zone) ?? today;
  return {
    id: campaign.id,
    name: campaign.name,
    organisation: campaign.organisation ?? null,
    audience: campaign.audience ?? '',
    eligibility: campaign.eligibility ?? '',
    applicability: campaign.applicability ?? '',
    suitability: campaign.suitability ?? '',
    offers: campaign.offers,
    propensitySource: campaign.propensitySource ?? 'configured',
    channels: campaign.channels,
    touchpoints: campaign.touchpoints ?? [],
    treatments: campaign.treatments ?? [],
    trigger: {
      eventType: trigger?.eventType ?? null,
      condition: trigger?.condition ?? '',
      other: trigger?.absent ? 'absent' : trigger?.after ? 'after' : 'none',
      otherType: trigger?.absent ?? trigger?.after ?? null,
      hours: amountOf(trigger?.within, 'hours') ?? hoursOfDay,
    },
    lever: campaign.lever ?? 1,
    period: [start, lastDayOf(campaign, zone) ?? start.add(days - 1, 'day')],
    sendAt: campaign.schedule ? zone.shownAt(campaign.schedule.at) : start.add(1, 'day').hour(hourOfBatch),
    repeat: repeatOf(campaign.schedule, zone),
    holdoutShare: campaign.holdoutShare ?? 0,
    class: campaign.class ?? 'marketing',
    validityHours: amountOf(campaign.validity, 'hours') ?? hoursOfDay,
    budget: campaign.budget ?? null,
    plan: {
      objective: plan.objective ?? '',
      outcome: plan.success?.outcome ?? 'accepted',
      share: plan.success?.share ?? null,
      count: plan.success?.count ?? null,
      level: plan.level ?? 'province',
      precedence: plan.precedence ?? 50,
      owner: plan.owner ?? '',
      kind,
      resources: plan.resources ?? [],
      frontLineHours: plan.frontLineHours ?? 0,
      responseRate: plan.expected?.responseRate ?? null,
      survey: surveyDraftOf(plan.survey),
    },
  };
}

function repeatOf(schedule: Campaign['schedule'], zone: Zone): Repeat {
  const recurrence = schedule?.recurrence;
  return isPresent(recurrence)
    ? { unit: recurrence.unit, every: recurrence.every, last: isPresent(recurrence.until) ? lastDayBefore(recurrence.until, zone) : null }
    : once;
}

function scheduleOf({ plan, sendAt, repeat }: CampaignDraft, zone: Zone): NonNullable<Campaign['schedule']> | null {
  if (plan.kind !== 'batch') {
    return null;
  }

  const until = isPresent(repeat.last) ? endOf(repeat.last, zone) : null;
  return { at: zone.momentOf(sendAt), recurrence: repeat.unit === 'none' ? null : { unit: repeat.unit, every: repeat.every, until } };
}

const textOrNull = (text: string | null | undefined) => (text?.trim() ? text.trim() : null);

function triggerOf({ trigger, plan }: CampaignDraft): Trigger | null {
  if (plan.kind !== 'event' || trigger.eventType === null) {
    return null;
  }

  const other = trigger.other === 'none' ? null : trigger.otherType;
  return {
    eventType: trigger.eventType,
    condition: textOrNull(trigger.condition),
    absent: trigger.other === 'absent' ? other : null,
    after: trigger.other === 'after' ? other : null,
    within: other === null ? null : durationOf(trigger.hours ?? hoursOfDay, 'hours'),
  };
}

/**
 * The campaign as the API takes it. What the form does not show stays as it was; so does a moment within a day that was not chosen anew, or
 * reviewers would look again at what nobody touched.
 */
export function campaignOf(draft: CampaignDraft, before: Campaign | null, zone: Zone): Campaign {
  const [first, last] = draft.period;
  const [firstBefore, lastBefore] = before === null ? [null, null] : [firstDayOf(before, zone), lastDayOf(before, zone)];
  return {
    contextWeights: before?.contextWeights ?? [],
    id: draft.id.trim(),
    name: draft.name.trim(),
    organisation: draft.organisation,
    audience: textOrNull(draft.audience),
    eligibility: textOrNull(draft.eligibility),
    applicability: textOrNull(draft.applicability),
    suitability: textOrNull(draft.suitability),
    offers: draft.offers.map((offer) => ({ offering: offer.offering ?? '', promotion: offer.promotion ?? null, propensity: offer.propensity ?? chance, value: offer.value ?? null })),
    propensitySource: draft.propensitySource,
    channels: [...draft.channels],
    touchpoints: draft.plan.kind === 'inbound' ? [...draft.touchpoints] : [],
    treatments: draft.treatments
      .filter((treatment) => textOrNull(treatment.text) !== null)
      .map((treatment) => ({ offering: treatment.offering ?? null, channel: treatment.channel ?? null, variant: treatment.variant ?? '', text: treatment.text?.trim() ?? '' })),
    trigger: triggerOf(draft),
    schedule: scheduleOf(draft, zone),
    lever: draft.lever,
    start: before !== null && firstBefore !== null && isSameDay(firstBefore, first) ? before.start : zone.startOf(first),
    end: before !== null && lastBefore !== null && isSameDay(lastBefore, last) ? before.end : endOf(last, zone),
    holdoutShare: draft.holdoutShare,
    class: draft.class,
    validity: durationOf(draft.validityHours, 'hours'),
    budget: draft.budget,
  };
}

/** Cost and revenue of an expectation follow from its response rate; null while they are not known. */
export interface Outlook {
  readonly cost: number;
  readonly revenue: number;
}

export function planOf(draft: CampaignDraft, before: Plan | null, outlook: Outlook | null): Plan {
  const { plan } = draft;
  const isMeasured = plan.share !== null || plan.count !== null;
  return {
    id: draft.id.trim(),
    objective: plan.objective.trim(),
    success: isMeasured ? { outcome: plan.outcome, share: plan.share, count: plan.count } : null,
    level: plan.level,
    precedence: plan.precedence,
    owner: textOrNull(plan.owner),
    kind: plan.kind,
    resources: plan.resources
      .filter((need) => need.channel !== undefined && draft.channels.includes(need.channel))
      .map((need) => ({ channel: need.channel ?? '', contactsPerDay: need.contactsPerDay ?? 0, quotas: need.quotas ?? [] })),
    frontLineHours: plan.frontLineHours,
    expected:
      plan.responseRate === null
        ? null
        : { responseRate: plan.responseRate, cost: Math.round(outlook?.cost ?? before?.expected?.cost ?? 0), revenue: Math.round(outlook?.revenue ?? before?.expected?.revenue ?? 0) },
    survey: surveyOf(plan.survey),
    lessons: before?.lessons ?? [],
  };
}

/** Enough is known for a forecast. */
export const canBeForecast = (draft: CampaignDraft) =>
  draft.channels.length > 0 && draft.offers.length > 0 && draft.offers.every((offer) => Boolean(offer.offering)) && draft.period[0].isBefore(draft.period[1].add(1, 'day'));
