import { CheckCircleFilled, CloseCircleFilled, MinusCircleFilled, StarFilled } from '@ant-design/icons';
import { isPresent } from '../../api/present';
import type { components } from '../../api/schema';
import styles from './matching.module.css';
import { useMatchingWords } from './useMatchingWords';

export type FitVerdict = components['schemas']['FitVerdict'];

/** Distinct by form and colour; preferred is red, as the trade marks it. */
export const drawings = {
  cannotCarry: CloseCircleFilled,
  selective: MinusCircleFilled,
  canCarry: CheckCircleFilled,
  preferred: StarFilled,
} as const;

/** How a channel carries a product, in words and colour, with the reason where there is one. */
export function Verdict({ verdict, property }: { readonly verdict: FitVerdict; readonly property?: string | null }) {
  const words = useMatchingWords();
  const Drawing = drawings[verdict];
  return (
    <span className={`${styles.verdict ?? ''} ${styles[verdict] ?? ''}`}>
      <Drawing aria-hidden /> {words.verdict(verdict)}
      {isPresent(property) && <span className={styles.reason}>{words.reason(property)}</span>}
    </span>
  );
}
