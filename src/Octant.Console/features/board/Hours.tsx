import { Segmented } from 'antd';
import type { EChartsOption } from 'echarts';
import { useMemo, useState } from 'react';
import { Chart } from '../../ui/Chart';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { palette } from '../../ui/palette';
import type { Board } from './board';
import styles from './board.module.css';
import { texts } from './texts';

const measures = ['sent', 'responses', 'orders'] as const;
type Measure = (typeof measures)[number];

/** The day hour by hour, before yesterday's. */
export function Hours({ hours }: { readonly hours: Board['hours'] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const [measure, setMeasure] = useState<Measure>('sent');
  const option = useMemo(
    (): EChartsOption => ({
      grid: { left: 8, right: 16, top: 34, bottom: 4, containLabel: true },
      legend: { top: 0, right: 0, textStyle: { color: palette.inkSoft } },
      tooltip: { trigger: 'axis', valueFormatter: (value) => format.number(Number(value)) },
      xAxis: { type: 'category', data: hours.map(({ hour }) => `${String(hour).padStart(2, '0')}:00`), axisTick: { show: false }, axisLabel: { color: palette.inkSoft, hideOverlap: true } },
      yAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.inkFaint, formatter: (value: number) => format.compact(value) } },
      series: [
        { name: t('todayLine'), type: 'bar', barMaxWidth: 18, itemStyle: { borderRadius: [3, 3, 0, 0] }, data: hours.map(({ today }) => today[measure]) },
        { name: t('yesterdayLine'), type: 'line', symbol: 'none', lineStyle: { width: 2, type: 'dashed' }, data: hours.map(({ yesterday }) => yesterday[measure]) },
      ],
      animation: false,
    }),
    [hours, measure, t, format],
  );
  const busy = hours.filter((hour) => hour.today[measure] > 0).map((hour) => `${String(hour.hour)}:00 ${format.number(hour.today[measure])}`);
  return (
    <>
      <Segmented<Measure> aria-label={t('byHour')} className={styles.measures ?? ''} size="small" value={measure} onChange={setMeasure} options={measures.map((value) => ({ value, label: t(`measure.${value}`) }))} />
      <Chart label={`${t('byHour')}, ${t(`measure.${measure}`)}: ${busy.join(', ')}`} option={option} height={220} />
    </>
  );
}
