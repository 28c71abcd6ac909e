import dayjs, { type Dayjs } from 'dayjs';
import { isPresent } from '../../../api/present';
import type { components } from '../../../api/schema';
import { amountOf, durationOf } from '../../../ui/format/duration';
import type { Campaign, CampaignKind } from '../campaigns';
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
export function newCampaignId(): string {
  const letters = 'bcdfghjkmnpqrstvwxz23456789';
  const drawn = crypto.getRandomValues(new Uint8Array(5));
  return `c-${dayjs().format('YYMMDD')}-${[...drawn].map((byte) => letters.charAt(byte % letters.length)).join('')}`;
}

export const newOffer = (): Partial<Offer> => ({ propensity: chance, promotion: null, value: null });

/** What most campaigns are like, so that few fields are left to fill in. */
export function newDraft({ staffNumber, organisation, level }: { readonly staffNumber: string | null; readonly organisation: string | null; readonly level: string }): CampaignDraft {
  const today = dayjs().startOf('day');
  return {
    id: newCampaignId(),
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

/** A time so far away that it means none. */
const isOpen = (time: string | undefined) => time === undefined || /^(0001|9999)/.test(time);

/** Null while it is open. */
const firstDayOf = (campaign: Campaign) => (isOpen(campaign.start) ? null : dayjs(campaign.start));

/** Null while it is open. */
const lastDayOf = (campaign: Campaign) => (isOpen(campaign.end) ? null : dayjs(campaign.end).subtract(1, 'millisecond').startOf('day'));

export function draftOf(campaign: Campaign, plan: Plan, kind: CampaignKind): CampaignDraft {
  const { trigger } = campaign;
  const today = dayjs().startOf('day');
  const start = firstDayOf(campaign) ?? today;
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
    period: [start, lastDayOf(campaign) ?? start.add(days - 1, 'day')],
    sendAt: campaign.schedule ? dayjs(campaign.schedule.at) : start.add(1, 'day').startOf('day').hour(hourOfBatch),
    repeat: repeatOf(campaign.schedule),
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

function repeatOf(schedule: Campaign['schedule']): Repeat {
  const recurrence = schedule?.recurrence;
  return isPresent(recurrence)
    ? { unit: recurrence.unit, every: recurrence.every, last: isPresent(recurrence.until) ? dayjs(recurrence.until).subtract(1, 'millisecond').startOf('day') : null }
    : once;
}

function scheduleOf({ plan, sendAt, repeat }: CampaignDraft): NonNullable<Campaign['schedule']> | null {
  if (plan.kind !== 'batch') {
    return null;
  }

  const until = repeat.last?.add(1, 'day').startOf('day').toISOString() ?? null;
  return { at: sendAt.toISOString(), recurrence: repeat.unit === 'none' ? null : { unit: repeat.unit, every: repeat.every, until } };
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
export function campaignOf(draft: CampaignDraft, before: Campaign | null): Campaign {
  const [first, last] = draft.period;
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
    schedule: scheduleOf(draft),
    lever: draft.lever,
    start: before !== null && firstDayOf(before)?.isSame(first, 'day') === true ? before.start : first.startOf('day').toISOString(),
    end: before !== null && lastDayOf(before)?.isSame(last, 'day') === true ? before.end : last.add(1, 'day').startOf('day').toISOString(),
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
