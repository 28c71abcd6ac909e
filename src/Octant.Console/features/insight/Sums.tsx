import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { FigureName } from './FigureName';
import { successRateOf, type FigureId, type FigureSet } from './figures';
import styles from './insight.module.css';
import { texts } from './texts';
import { useFigure } from './useFigure';

const shown: readonly FigureId[] = ['decisions', 'silent', 'planned', 'sent', 'responses', 'accepted', 'orders', 'cost', 'revenue'];

/** The sum of all lines, figure by figure. */
export function Sums({ sum }: { readonly sum: FigureSet }) {
  const t = useTexts(texts);
  const format = useFormat();
  const figure = useFigure();
  const rate = successRateOf(sum);
  return (
    <dl className={styles.tiles}>
      {shown.map((id) => (
        <div key={id} className={styles.tile}>
          <dt className={styles.tileLabel}>
            <FigureName figure={id} />
          </dt>
          <dd className={`figure ${styles.tileValue ?? ''}`} data-sum={id}>
            {figure(sum, id)}
          </dd>
        </div>
      ))}
      <div className={styles.tile}>
        <dt className={styles.tileLabel}>{t('successRate')}</dt>
        <dd className={`figure ${styles.tileValue ?? ''}`}>{rate === null ? '–' : format.percent(rate)}</dd>
      </div>
    </dl>
  );
}
