import { useMemo } from 'react';
import { isPresent } from '../../api/present';
import type { components } from '../../api/schema';
import { useTexts } from '../../ui/language/LanguageProvider';
import { texts } from './words.texts';

type Schemas = components['schemas'];
type Tier = NonNullable<Schemas['Tier']>;

export const inputs: readonly Schemas['ProductInput'][] = ['none', 'digits', 'text'];
export const outputs: readonly Schemas['ProductOutput'][] = ['shortText', 'longText', 'goodsAtOnce', 'goodsByCourier'];
export const experiences: readonly Schemas['ProductExperience'][] = ['shortText', 'richMediaOrLongText', 'severalWindows'];
export const authentications: readonly Schemas['AuthenticationLevel'][] = ['a', 'b', 'c', 'd', 'e'];
export const needs: readonly Schemas['SpecialNeed'][] = ['highOrSensitiveFee', 'highInteraction', 'highComplexity', 'businessCustomersOnly'];
export const tiers: readonly Tier[] = ['gold', 'silver', 'bronze', 'ordinary'];
export const types: readonly Schemas['OfferingType'][] = ['mainPlan', 'addOn', 'service', 'device', 'accessory', 'app'];
export const statuses: readonly Schemas['OfferingStatus'][] = ['inDesign', 'active', 'suspended', 'retired'];
export const families: readonly Schemas['ChannelFamily'][] = ['ownPhysical', 'social', 'electronic'];
export const directions: readonly Schemas['ChannelDirection'][] = ['active', 'passive'];

/** From not at all upwards. */
export const verdicts: readonly Schemas['FitVerdict'][] = ['cannotCarry', 'selective', 'canCarry', 'preferred'];

const properties = ['input', 'output', 'experience', 'authentication', 'specialNeeds', 'functionalComplexity', 'trainingNeed'] as const;
const degrees: readonly string[] = ['functionalComplexity', 'trainingNeed'];

const choices = <T extends string>(values: readonly T[], say: (value: T) => string) => values.map((value) => ({ value, label: say(value) }));

/** The codes of matching in words, and as choices of a form. */
export function useMatchingWords() {
  const t = useTexts(texts);
  return useMemo(() => {
    const say = {
      verdict: (value: Schemas['FitVerdict']) => t(`verdict.${value}`),
      input: (value: Schemas['ProductInput']) => t(`input.${value}`),
      output: (value: Schemas['ProductOutput']) => t(`output.${value}`),
      experience: (value: Schemas['ProductExperience']) => t(`experience.${value}`),
      authentication: (value: Schemas['AuthenticationLevel']) => t(`authentication.${value}`),
      need: (value: Schemas['SpecialNeed']) => t(`need.${value}`),
      tier: (value: Tier) => t(`tier.${value}`),
      type: (value: Schemas['OfferingType']) => t(`type.${value}`),
      status: (value: Schemas['OfferingStatus']) => t(`status.${value}`),
      family: (value: Schemas['ChannelFamily']) => t(`family.${value}`),
      direction: (value: Schemas['ChannelDirection']) => t(`direction.${value}`),
    };
    const kinds: Readonly<Record<string, (value: never) => string>> = {
      input: say.input,
      output: say.output,
      experience: say.experience,
      authentication: (value: string) => say.authentication(value.toLowerCase() as Schemas['AuthenticationLevel']),
      specialNeeds: say.need,
      type: say.type,
      status: say.status,
      tier: say.tier,
      family: say.family,
      direction: say.direction,
    };
    return {
      ...say,
      /** Why a channel does not carry a product, or not for everybody: `input: text` in words. */
      reason: (property: string | null | undefined): string => {
        const [name, value] = (property ?? '').split(': ');
        const known = properties.find((one) => one === name);
        if (known === undefined || value === undefined) {
          return property ?? t('fits');
        }

        const said = kinds[known]?.(value as never) ?? value;
        return t(degrees.includes(known) ? 'tooMuch' : 'lacks', { property: t(`property.${known}`), value: said });
      },
      /** A value of a document in words, by the last part of its member. */
      valueOf: (member: string, value: unknown): string | undefined => {
        const kind = kinds[member.split('.').at(-1) ?? ''];
        return kind === undefined || !isPresent(value)
          ? undefined
          : Array.isArray(value)
            ? value.map((one) => kind(one as never)).join(', ')
            : typeof value === 'string'
              ? kind(value as never)
              : undefined;
      },
      inputs: choices(inputs, say.input),
      outputs: choices(outputs, say.output),
      experiences: choices(experiences, say.experience),
      authentications: choices(authentications, say.authentication),
      needs: choices(needs, say.need),
      tiers: choices(tiers, say.tier),
      types: choices(types, say.type),
      statuses: choices(statuses, say.status),
      families: choices(families, say.family),
      directions: choices(directions, say.direction),
    };
  }, [t]);
}
