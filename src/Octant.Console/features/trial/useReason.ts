import { useCallback } from 'react';
import type { components } from '../../api/schema';
import { useTexts } from '../../ui/language/LanguageProvider';
import { texts } from './reasons.texts';

type Stage = components['schemas']['Stage'];
type ReasonKey = Extract<keyof typeof texts, `reason.${string}`>;

/** The engine's codes in words; a code this console does not know yet is shown as it is. */
export function useReason() {
  const t = useTexts(texts);
  return {
    stage: useCallback((stage: Stage) => t(`stage.${stage}`), [t]),
    reason: useCallback((code: string | null | undefined) => (code === null || code === undefined ? '' : `reason.${code}` in texts ? t(`reason.${code}` as ReasonKey) : code), [t]),
  };
}
