import { Card, Col, Row, Select, Statistic } from 'antd';
import type { EChartsOption } from 'echarts';
import { useMemo, useState } from 'react';
import { Chart } from '../../ui/Chart';
import { useFormat, type Format } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { palette } from '../../ui/palette';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import administration from '../administration/administration.module.css';
import { useModelReport, type ModelReport, type PredictionReport, type SegmentReport } from './models';
import { texts } from './texts';

/** Recorded propensities against what came of them. */
export function ReportCard() {
  const t = useTexts(texts);
  return (
    <Card title={t('report')}>
      <Answered query={useModelReport()} rows={6}>
        {(report) => (report.whole.length === 0 ? <Empty title={t('noReport')}>{t('noReportDetail')}</Empty> : <Report report={report} />)}
      </Answered>
    </Card>
  );
}

const keyOf = (segment: SegmentReport) => [segment.offering ?? '', segment.channel ?? '', segment.source].join(' ');

function Report({ report }: { readonly report: ModelReport }) {
  const t = useTexts(texts);
  const format = useFormat();
  const choices = useMemo(() => [...report.whole, ...report.segments], [report]);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = choices.find((segment) => keyOf(segment) === chosen) ?? choices[0];
  const labelOf = (segment: SegmentReport) =>
    [segment.offering ? `${segment.offering} · ${segment.channel ?? ''}` : t('whole'), t(`source.${segment.source}`)].join(' — ');
  return (
    <div className={administration.stack}>
      <p className={administration.faint}>
        {t('reportDetail', {
          from: format.date(report.from),
          to: format.date(report.to),
          count: format.number(report.recommendations),
          unsettled: format.number(report.unsettled),
        })}{' '}
        {report.readShare < 1 && t('readShare', { share: format.percent(report.readShare) })}
      </p>
      <Select
        aria-label={t('which')}
        style={{ maxWidth: 460 }}
        showSearch={{ optionFilterProp: 'label' }}
        value={shown === undefined ? null : keyOf(shown)}
        options={choices.map((segment) => ({ value: keyOf(segment), label: labelOf(segment) }))}
        onChange={setChosen}
      />
      {shown !== undefined && <Worth report={shown.report} />}
    </div>
  );
}

function Worth({ report }: { readonly report: PredictionReport }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { ranking, calibration } = report;
  const charts = useMemo(() => chartsOf(report, format, t), [report, format, t]);
  return (
    <>
      <Row gutter={[24, 16]}>
        <Col xs={12} lg={6}>
          <Statistic title={t('outcomes')} value={format.number(report.outcomes)} />
        </Col>
        <Col xs={12} lg={6}>
          <Statistic title={`${t('predicted')} → ${t('observed')}`} value={`${format.percent(report.predicted)} → ${format.percent(report.observed)}`} />
        </Col>
        <Col xs={12} lg={6}>
          <Statistic title={t('ranking')} value={ranking ? format.number(ranking.area ?? 0, 3) : t('rankingNone')} />
          {ranking?.interval && (
            <span className={administration.faint}>{t('interval', { low: format.number(ranking.interval.low ?? 0, 3), high: format.number(ranking.interval.high ?? 0, 3) })}</span>
          )}
        </Col>
        <Col xs={12} lg={6}>
          <Statistic title={t('brier')} value={format.number(calibration.brier, 4)} />
          <span className={administration.faint}>{t('brierBase', { value: format.number(calibration.brierOfBaseRate, 4) })}</span>
        </Col>
      </Row>
      <Row gutter={[24, 24]}>
        {(['calibration', 'lift', 'drift'] as const).map((name) => (
          <Col key={name} xs={24} lg={8}>
            <h2>{t(name)}</h2>
            <p className={administration.faint}>{t(`shows.${name}`)}</p>
            <Chart label={`${t(`shows.${name}`)}: ${charts[name].words}`} option={charts[name].option} height={240} />
          </Col>
        ))}
      </Row>
    </>
  );
}

interface Drawn {
  readonly option: EChartsOption;
  /** The same in words. */
  readonly words: string;
}

function chartsOf(report: PredictionReport, format: Format, t: (key: keyof typeof texts, values?: Readonly<Record<string, string | number>>) => string): Record<'calibration' | 'lift' | 'drift', Drawn> {
  const grid = { left: 8, right: 16, top: 32, bottom: 8, containLabel: true };
  const share = { type: 'value' as const, axisLabel: { formatter: (value: number) => format.percent(value, 0) }, splitLine: { lineStyle: { color: palette.line } } };
  const bins = report.calibration.bins;
  const most = Math.max(0.01, ...bins.flatMap((bin) => [bin.predicted ?? 0, bin.observed ?? 0]));
  const inWords = (one: number, other: number) => `${format.percent(one)} → ${format.percent(other)}`;
  return {
    calibration: {
      words: bins.map((bin) => inWords(bin.predicted ?? 0, bin.observed ?? 0)).join(', '),
      option: {
        grid,
        tooltip: { trigger: 'axis', valueFormatter: (value) => format.percent(Number(value)) },
        xAxis: { ...share, name: t('predicted'), max: most },
        yAxis: { ...share, name: t('observed') },
        series: [
          { type: 'line', data: [[0, 0], [most, most]], symbol: 'none', lineStyle: { type: 'dashed', color: palette.inkFaint, width: 1 }, silent: true },
          { type: 'line', name: t('observed'), data: bins.map((bin) => [bin.predicted ?? 0, bin.observed ?? 0]), symbolSize: 8 },
        ],
      },
    },
    lift: {
      words: report.lift.map((tenth) => format.number(tenth.lift ?? 0, 2)).join(', '),
      option: {
        grid,
        tooltip: { trigger: 'axis', valueFormatter: (value) => `${format.number(Number(value), 2)}×` },
        xAxis: { type: 'category', data: report.lift.map((_, index) => String(index + 1)), axisTick: { show: false } },
        yAxis: { type: 'value', axisLabel: { formatter: (value: number) => `${format.number(value, 1)}×` }, splitLine: { lineStyle: { color: palette.line } } },
        series: [
          {
            type: 'bar',
            name: t('lift'),
            data: report.lift.map((tenth) => tenth.lift ?? 0),
            barMaxWidth: 24,
            itemStyle: { borderRadius: [4, 4, 0, 0] },
            markLine: { silent: true, symbol: 'none', label: { show: false }, data: [{ yAxis: 1 }], lineStyle: { color: palette.inkFaint } },
          },
        ],
      },
    },
    drift: {
      words: report.drift.map((stretch) => inWords(stretch.predicted, stretch.observed)).join(', '),
      option: {
        grid,
        legend: { top: 0 },
        tooltip: { trigger: 'axis', valueFormatter: (value) => format.percent(Number(value)) },
        xAxis: { type: 'category', data: report.drift.map((_, index) => t('stretch', { number: index + 1 })), axisTick: { show: false } },
        yAxis: share,
        series: [
          { type: 'line', name: t('predicted'), data: report.drift.map((stretch) => stretch.predicted), lineStyle: { type: 'dashed' } },
          { type: 'line', name: t('observed'), data: report.drift.map((stretch) => stretch.observed) },
        ],
      },
    },
  };
}
