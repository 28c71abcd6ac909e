import { Table, type TableColumnsType } from 'antd';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import type { EffectPart } from './effect';
import styles from './effect.module.css';
import { texts } from './texts';
import { usePartName } from './usePartName';

const armOf = (part: EffectPart, isHoldout: boolean) => part.arms.find(({ arm }) => (arm === 'holdout') === isHoldout);

const responseOf = (part: EffectPart) => (isPresent(part.effect) ? part.effect.comparisons[0]?.response : undefined);

/** Part by part: both groups, the difference on one common scale with its interval, and what may be said of it. */
export function Parts({ parts, by }: { readonly parts: readonly EffectPart[]; readonly by: string }) {
  const t = useTexts(texts);
  const format = useFormat();
  const nameOf = usePartName(by);
  const ends = parts.flatMap((part) => {
    const interval = responseOf(part)?.interval;
    return isPresent(interval) ? [Math.abs(interval.low ?? 0), Math.abs(interval.high ?? 0)] : [];
  });
  const widest = Math.max(0.0001, ...ends);
  const points = (value: number) => `${value > 0 ? '+' : ''}${format.number(100 * value, 2)}`;
  const rate = (part: EffectPart, isHoldout: boolean) => {
    const arm = armOf(part, isHoldout);
    return arm === undefined ? '–' : `${format.percent(arm.rate, 2)} (${format.number(arm.responses)} / ${format.number(arm.customers)})`;
  };
  const columns: TableColumnsType<EffectPart> = [
    {
      title: t('part'),
      key: 'part',
      render: (_, part) => (
        <>
          {nameOf(part.value)}
          <span className={styles.onPhone}>
            {t('offered')} {rate(part, false)}
          </span>
          <span className={styles.onPhone}>
            {t('holdout')} {rate(part, true)}
          </span>
        </>
      ),
    },
    { title: t('offered'), key: 'offered', align: 'right', responsive: ['md'], render: (_, part) => <span className="figure">{rate(part, false)}</span> },
    { title: t('holdout'), key: 'holdout', align: 'right', responsive: ['md'], render: (_, part) => <span className="figure">{rate(part, true)}</span> },
    {
      title: t('upliftPoints'),
      key: 'uplift',
      align: 'right',
      render: (_, part) => {
        const response = responseOf(part);
        return response === undefined ? (
          '–'
        ) : (
          <span className={styles.stack}>
            <strong className="figure">{points(response.difference)}</strong>
            {isPresent(response.interval) && <span className={`figure ${styles.note ?? ''}`}>{t('between', { low: points(response.interval.low ?? 0), high: points(response.interval.high ?? 0) })}</span>}
          </span>
        );
      },
    },
    {
      title: t('scale'),
      key: 'scale',
      width: 220,
      responsive: ['lg'],
      render: (_, part) => {
        const interval = responseOf(part)?.interval;
        const at = (value: number) => `${String(50 + (50 * value) / widest)}%`;
        return (
          isPresent(interval) && (
            <span className={styles.scale} aria-hidden>
              <span className={styles.range} style={{ left: at(interval.low ?? 0), right: `calc(100% - ${at(interval.high ?? 0)})` }} />
              <span className={styles.dot} style={{ left: at(responseOf(part)?.difference ?? 0) }} />
            </span>
          )
        );
      },
    },
    { title: t('said'), key: 'said', responsive: ['sm'], render: (_, part) => t(`verdict.${responseOf(part)?.verdict ?? 'tooFew'}`) },
    { title: t('cost'), key: 'cost', align: 'right', responsive: ['md'], render: (_, { cost }) => <span className="figure">{format.money(cost)}</span> },
  ];
  return <Table<EffectPart> size="middle" rowKey="value" columns={columns} dataSource={[...parts]} pagination={parts.length > 20 ? { pageSize: 20, showSizeChanger: false } : false} />;
}
