import type { components } from '../../../api/schema';
import { isPresent } from '../../../api/present';
import { amountOf, durationOf } from '../../../ui/format/duration';
import { texts } from './survey.texts';

export type Survey = components['schemas']['Survey'];
export type SurveyScale = components['schemas']['SurveyScale'];

/** The question after a contact as it is filled in; kept while it is switched off. */
export interface SurveyDraft {
  readonly isAsked: boolean;
  readonly question: Survey['question'];
  readonly scale: SurveyScale;
  readonly askedShare: number;
  readonly delayHours: number;
  readonly answerDays: number;
  readonly channel: string | null;
}

export const scales: readonly SurveyScale[] = ['satisfaction', 'recommendation'];

/** What most would ask. */
export function usualQuestion(scale: SurveyScale): Survey['question'] {
  const { zh, en } = texts[`question.${scale}`];
  return { zh, en };
}

/** Nobody has changed it, so it may change with the scale. */
export const isUsual = ({ zh, en }: Survey['question']) => scales.map(usualQuestion).some((usual) => usual.zh === zh && usual.en === en);

export function surveyDraftOf(survey: Survey | null | undefined): SurveyDraft {
  const scale = survey?.scale ?? 'satisfaction';
  return {
    isAsked: isPresent(survey),
    question: survey?.question ?? usualQuestion(scale),
    scale,
    askedShare: survey?.askedShare ?? 1,
    delayHours: amountOf(survey?.delay, 'hours') ?? 0,
    answerDays: amountOf(survey?.answerWithin, 'days') ?? 7,
    channel: survey?.channel ?? null,
  };
}

/** As the API takes it; null: nothing is asked. */
export const surveyOf = (draft: SurveyDraft): Survey | null =>
  draft.isAsked
    ? {
        question: { zh: draft.question.zh.trim(), en: draft.question.en.trim() },
        scale: draft.scale,
        askedShare: draft.askedShare,
        delay: durationOf(draft.delayHours, 'hours'),
        answerWithin: durationOf(draft.answerDays, 'days'),
        channel: draft.channel,
      }
    : null;
