import { Select } from 'antd';
import type { EChartsOption } from 'echarts';
import { useMemo, useState } from 'react';
import { Chart } from '../../ui/Chart';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { palette } from '../../ui/palette';
import { isMoney, type FigureId, type Figures } from './figures';
import styles from './insight.module.css';
import { texts } from './texts';
import { useLineName } from './useLineName';

const choices: readonly FigureId[] = ['sent', 'planned', 'responses', 'accepted', 'orders', 'silent', 'suppressed', 'failed', 'cost', 'revenue'];
const mostBars = 15;

/** One figure of all lines: as a line over time, as bars of the greatest otherwise. */
export function FigureChart({ figures }: { readonly figures: Figures }) {
  const t = useTexts(texts);
  const format = useFormat();
  const nameOf = useLineName(figures);
  const [chosen, setChosen] = useState<FigureId>(figures.by === 'reason' ? 'silent' : 'sent');
  const figure = figures.by === 'reason' && chosen === 'sent' ? 'silent' : chosen;
  const isTime = figures.by === 'day' || figures.by === 'hour';
  const bars = useMemo(() => {
    const all = figures.items.map((row) => ({ name: nameOf(row), value: (row.figures[figure] ?? 0) / (isMoney(figure) ? 100 : 1) }));
    return isTime ? all : all.filter(({ value }) => value !== 0).sort((one, other) => other.value - one.value).slice(0, mostBars);
  }, [figures, figure, nameOf, isTime]);
  const digits = isMoney(figure) ? 2 : 0;
  const option = useMemo((): EChartsOption => {
    const names = { type: 'category' as const, data: bars.map(({ name }) => name), axisTick: { show: false }, axisLine: { lineStyle: { color: palette.line } } };
    const values = { type: 'value' as const, splitLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.inkFaint, formatter: (value: number) => format.compact(value) } };
    const tooltip = { trigger: 'axis' as const, axisPointer: { type: 'shadow' as const }, valueFormatter: (value: unknown) => format.number(Number(value), digits) };
    return isTime
      ? {
          grid: { left: 8, right: 16, top: 12, bottom: 4, containLabel: true },
          tooltip,
          xAxis: { ...names, axisLabel: { color: palette.inkSoft, hideOverlap: true } },
          yAxis: values,
          series: [{ type: bars.length > 2 ? 'line' : 'bar', barMaxWidth: 40, smooth: false, symbolSize: 7, areaStyle: { opacity: 0.08 }, data: bars.map(({ value }) => value) }],
        }
      : {
          grid: { left: 8, right: 72, top: 4, bottom: 4, containLabel: true },
          tooltip,
          xAxis: { ...values, show: false },
          yAxis: { ...names, inverse: true, axisLabel: { color: palette.inkSoft, width: 180, overflow: 'truncate' } },
          series: [
            {
              type: 'bar',
              barMaxWidth: 20,
              itemStyle: { borderRadius: [0, 4, 4, 0] },
              label: { show: true, position: 'right', color: palette.ink, formatter: ({ value }) => format.number(Number(value), digits) },
              data: bars.map(({ value }) => value),
            },
          ],
        };
  }, [bars, isTime, digits, format]);
  const spoken = bars.map(({ name, value }) => `${name} ${format.number(value, digits)}`).join(', ');
  return (
    <>
      <div className={styles.controls}>
        <Select<FigureId> className={styles.choice ?? ''} aria-label={t('measure')} value={figure} onChange={setChosen} options={choices.map((value) => ({ value, label: t(`figure.${value}`) }))} />
      </div>
      {bars.length === 0 && <p className={styles.note}>{t('allZero')}</p>}
      {bars.length > 0 && <Chart label={`${t('chartOf', { by: t(`by.${figures.by}`), figure: t(`figure.${figure}`) })}: ${spoken}`} option={option} height={isTime ? 260 : 40 + 30 * bars.length} />}
    </>
  );
}
