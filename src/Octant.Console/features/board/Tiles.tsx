import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { FigureName } from '../insight/FigureName';
import type { FigureId } from '../insight/figures';
import { useFigure } from '../insight/useFigure';
import type { Board } from './board';
import styles from './board.module.css';
import { texts } from './texts';

/** Today in six numbers. */
export function Tiles({ board }: { readonly board: Board }) {
  const t = useTexts(texts);
  const format = useFormat();
  const figure = useFigure();
  const { today, hours } = board;
  const yesterday = (name: 'sent' | 'responses' | 'orders') => t('yesterday', { count: format.number(hours.reduce((all, hour) => all + hour.yesterday[name], 0)) });
  const share = (part: number, whole: number) => (whole > 0 ? format.percent(part / whole) : '–');
  const tiles: readonly { readonly figure: FigureId; readonly note: string }[] = [
    { figure: 'sent', note: yesterday('sent') },
    { figure: 'responses', note: yesterday('responses') },
    { figure: 'orders', note: yesterday('orders') },
    { figure: 'accepted', note: t('ofContacts', { share: share(today.accepted, today.sent) }) },
    { figure: 'silent', note: t('ofDecisions', { share: share(today.silent, today.decisions) }) },
    { figure: 'revenue', note: t('cost', { cost: figure(today, 'cost') }) },
  ];
  return (
    <section aria-label={t('today')}>
      <dl className={styles.tiles}>
        {tiles.map((tile) => (
          <div key={tile.figure} className={styles.tile}>
            <dt>
              <FigureName figure={tile.figure} />
            </dt>
            <dd className={`figure ${styles.tileValue ?? ''}`} data-figure={tile.figure}>
              {figure(today, tile.figure)}
            </dd>
            <dd className={styles.tileNote}>{tile.note}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
