import { useCallback } from 'react';
import { useTexts } from '../language/LanguageProvider';
import { amountOf, unitOf } from './duration';
import { texts } from './texts';

/** `2 days` of `PT48H`; any other text as it is. */
export function useDuration(): (duration: string) => string {
  const t = useTexts(texts);
  return useCallback(
    (duration) => {
      const unit = unitOf(duration);
      const amount = amountOf(duration, unit);
      return amount === null ? duration : t(`span.${unit}`, { count: amount });
    },
    [t],
  );
}
