import { isPresent } from '../../../api/present';
import { useTexts } from '../../../ui/language/LanguageProvider';
import type { Lane } from '../campaign';
import { texts } from '../detail.texts';
import styles from '../detail.module.css';

type Change = Lane['changes'][number];

/** What was edited since the lane decided last, value by value. */
export function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const t = useTexts(texts);
  return (
    <details className={styles.changes} open>
      <summary>{t('changedSince', { count: changes.length })}</summary>
      <ul>
        {changes.map((change) => (
          <li key={change.field}>
            <span className={styles.note}>
              {t(`of.${change.part}`)} · <code>{change.field}</code>
            </span>
            <p>
              {!isNothing(change.before) && <del>{valueOf(change.before)}</del>} {!isNothing(change.after) && <ins>{valueOf(change.after)}</ins>}
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}

const isNothing = (value: unknown) => !isPresent(value) || value === '';

/** Texts and numbers as they are; a whole part that came or went by its values. */
function valueOf(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? Object.values(value)
        .filter((part) => !isNothing(part))
        .map(valueOf)
        .join(' · ')
    : String(value);
}
