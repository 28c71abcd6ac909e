import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import type { Effect, MeasuredTotal } from './effect';
import styles from './effect.module.css';
import { texts } from './texts';

/** The whole in six numbers; each that is an estimate stands with its interval. */
export function Verdict({ effect }: { readonly effect: Effect }) {
  const t = useTexts(texts);
  const format = useFormat();
  const response = effect.effect?.comparisons[0]?.response;
  const points = (value: number) => `${value > 0 ? '+' : ''}${format.number(100 * value, 2)}`;
  const total = (measured: MeasuredTotal | null | undefined, say: (value: number) => string) => ({
    value: isPresent(measured) ? say(measured.value) : '–',
    note: isPresent(measured) && isPresent(measured.interval) ? t('interval', { low: say(measured.interval.low ?? 0), high: say(measured.interval.high ?? 0) }) : '',
  });
  const gained = effect.broughtIn;
  const net = gained?.net;
  const tiles = [
    {
      key: 'uplift' as const,
      value: response === undefined ? '–' : `${points(response.difference)} ${t('points')}`,
      note: response !== undefined && isPresent(response.interval) ? `${t('interval', { low: points(response.interval.low ?? 0), high: points(response.interval.high ?? 0) })} · ${t(`verdict.${response.verdict}`)}` : '',
    },
    { key: 'moreResponses' as const, ...total(gained?.responses, (value) => format.number(value)) },
    { key: 'moreRevenue' as const, ...total(gained?.revenue, format.money) },
    { key: 'cost' as const, value: format.money(effect.cost), note: t('costNote') },
    { key: 'net' as const, ...total(net, format.money) },
    { key: 'return' as const, value: isPresent(net) && effect.cost > 0 ? format.percent(net.value / effect.cost, 0) : '–', note: t('returnNote') },
  ];
  return (
    <dl className={styles.tiles}>
      {tiles.map((tile) => (
        <div key={tile.key} className={styles.tile}>
          <dt>{t(tile.key)}</dt>
          <dd className={`figure ${styles.value ?? ''}`} data-figure={tile.key}>
            {tile.value}
          </dd>
          <dd className={styles.note}>{tile.note}</dd>
        </div>
      ))}
    </dl>
  );
}
