import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useReason } from '../decisions/useReason';
import type { Board } from './board';
import styles from './board.module.css';
import { texts } from './texts';

const mostShown = 8;

/** Why nothing was recommended, and why what was planned did not go out. */
export function Silence({ board }: { readonly board: Board }) {
  const t = useTexts(texts);
  const format = useFormat();
  const reason = useReason();
  const most = Math.max(1, ...board.silence.map(({ silent, suppressed }) => silent + suppressed));
  return board.silence.length === 0 ? (
    <p className={styles.note}>{t('noSilence')}</p>
  ) : (
    <ul className={styles.reasons}>
      {board.silence.slice(0, mostShown).map(({ reason: code, silent, suppressed }) => (
        <li key={code} title={t('silenceOf', { silent: format.number(silent), suppressed: format.number(suppressed) })}>
          <span>{reason(code)}</span>
          <span className="figure">{format.number(silent + suppressed)}</span>
          <span className={styles.reasonBar} aria-hidden>
            <span style={{ width: `${String((100 * (silent + suppressed)) / most)}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
