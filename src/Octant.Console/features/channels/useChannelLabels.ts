import { useMemo } from 'react';
import type { Labels } from '../../ui/documents/labels';
import type { Texts } from '../../ui/language/language';
import { useMatchingWords } from '../matching/useMatchingWords';
import { texts } from './texts';

/** What the members of channels, outlets and touchpoints are called. */
export function useChannelLabels(): Labels {
  const words = useMatchingWords();
  return useMemo(() => ({ of: (member: string) => (texts as Texts)[`field.${member}`], say: words.valueOf, money: ['costPerContact', 'costPerTransaction'] }), [words]);
}
