import { useCallback } from 'react';
import type { components } from '../../api/schema';
import { useLanguage, useTexts } from '../../ui/language/LanguageProvider';
import { render } from '../../ui/language/language';
import { texts } from './reasons.texts';

type Known = keyof typeof texts;

const isKnown = (key: string): key is Known => key in texts;

/** The code of a record in words; a code that people made up themselves, such as why somebody declined, stays as it is. */
export function useReason(): (code: string) => string {
  const { language } = useLanguage();
  return useCallback(
    (code) => {
      const key = `reason.${code}`;
      return isKnown(key) ? render(texts[key], language) : code;
    },
    [language],
  );
}

/** How far something came in a decision, in words. */
export function useStage(): (stage: components['schemas']['Stage']) => string {
  const t = useTexts(texts);
  return useCallback((stage) => t(`stage.${stage}`), [t]);
}
