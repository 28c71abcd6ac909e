import { Card, Col, Row, Select } from 'antd';
import type { EChartsOption } from 'echarts';
import { useMemo, useState } from 'react';
import { isPresent } from '../../api/present';
import { Chart } from '../../ui/Chart';
import { useFormat, type Format } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { palette } from '../../ui/palette';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { useCharts } from './audiences';
import styles from './audiences.module.css';
import type { Attribute, Chart as AttributeChart } from './dictionary';
import { texts } from './texts';

const shownFirst = 6;
const mostBars = 12;

/** Who they are: one chart for each attribute chosen. */
export function ProfileCard({ expression, attributes }: { readonly expression: string; readonly attributes: readonly Attribute[] }) {
  const t = useTexts(texts);
  const [chosen, setChosen] = useState(() => firstOf(attributes));
  const charts = useCharts(expression, chosen);
  return (
    <Card
      title={t('profile')}
      extra={
        <Select
          mode="multiple"
          maxTagCount="responsive"
          className={styles.profileChoice ?? ''}
          aria-label={t('profileBy')}
          value={[...chosen]}
          onChange={setChosen}
          options={attributes.map(({ name }) => ({ value: name, label: name }))}
        />
      }
    >
      <Answered query={charts}>
        {(answered) =>
          answered.count === 0 ? (
            <Empty title={t('noProfile')}>{t('noProfileDetail')}</Empty>
          ) : (
            <Row gutter={[24, 16]} className={charts.isPlaceholderData ? (styles.countOld ?? '') : ''}>
              {answered.charts.map((chart) => (
                <Col key={chart.attribute} xs={24} md={12} xxl={8}>
                  <OneChart chart={chart} />
                </Col>
              ))}
            </Row>
          )
        }
      </Answered>
    </Card>
  );
}

/** Categories first: they say most at a glance; then flags, then numbers. */
function firstOf(attributes: readonly Attribute[]): string[] {
  const order = ['category', 'number', 'flag', 'date'];
  const byKind = order.map((kind) => attributes.filter((attribute) => attribute.kind === kind).map(({ name }) => name));
  return [...(byKind[0] ?? []).slice(0, 3), ...(byKind[1] ?? []).slice(0, 2), ...(byKind[2] ?? []).slice(0, 1)].slice(0, shownFirst);
}

function OneChart({ chart }: { readonly chart: AttributeChart }) {
  const t = useTexts(texts);
  const format = useFormat();
  const option = useMemo(() => optionOf(chart, format, { yes: t('yes'), no: t('no') }), [chart, format, t]);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.figureTitle}>
        {chart.attribute}
        {chart.missing > 0 && <span className={styles.figureNote}>{t('missing', { count: format.number(chart.missing) })}</span>}
      </figcaption>
      <Chart label={t('chartOf', { attribute: chart.attribute })} option={option} height={200} />
    </figure>
  );
}

function optionOf(chart: AttributeChart, format: Format, words: { readonly yes: string; readonly no: string }): EChartsOption {
  const bars = chart.bars.slice(0, mostBars + 4);
  const isRange = bars.some((bar) => isPresent(bar.below)) || typeof chart.least === 'number';
  const names = bars.map(({ from, below }) => (isRange ? nameOfRange(from, below, format) : typeof from === 'boolean' ? words[from ? 'yes' : 'no'] : String(from)));
  const values = bars.map((bar) => bar.count);
  const axis = { axisLine: { lineStyle: { color: palette.line } }, axisTick: { show: false }, axisLabel: { color: palette.inkSoft, hideOverlap: true } };
  const amounts = { type: 'value' as const, splitLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.inkFaint, formatter: (value: number) => format.compact(value) } };
  return {
    grid: { left: 8, right: 24, top: 10, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value) => format.number(Number(value)) },
    ...(isRange
      ? { xAxis: { type: 'category', data: names, ...axis }, yAxis: amounts }
      : { xAxis: amounts, yAxis: { type: 'category', data: names, inverse: true, ...axis } }),
    series: [{ type: 'bar', data: values, barMaxWidth: 22, barCategoryGap: isRange ? '8%' : '35%', itemStyle: { borderRadius: isRange ? [3, 3, 0, 0] : [0, 3, 3, 0] } }],
  };
}

function nameOfRange(from: unknown, below: unknown, format: Format): string {
  const text = (end: unknown) => (typeof end === 'number' ? format.number(end, 2) : typeof end === 'string' ? end.slice(0, 10) : '');
  return !isPresent(below) ? `≥ ${text(from)}` : !isPresent(from) ? `< ${text(below)}` : `${text(from)}–${text(below)}`;
}
