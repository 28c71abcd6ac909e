import { DownloadOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Segmented, Table, type TableColumnsType } from 'antd';
import type { EChartsOption } from 'echarts';
import { useMemo, useState } from 'react';
import { useParams } from 'react-router';
import { isPresent } from '../../api/present';
import { Chart } from '../../ui/Chart';
import { useFormat } from '../../ui/format/useFormat';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { palette } from '../../ui/palette';
import { Answered } from '../../ui/states/Answered';
import { exportAddress, useComparisonFigures, type ComparedRow, type ComparisonFigures } from './comparisons';
import styles from './comparisons.module.css';
import { texts } from './texts';

export default function ComparisonPage() {
  const { id = '' } = useParams();
  return <Answered query={useComparisonFigures(id)}>{(figures) => <Compared figures={figures} />}</Answered>;
}

/** Two periods side by side, in the digits of the publication. Nothing here is an effect, and the page says so first. */
function Compared({ figures }: { readonly figures: ComparisonFigures }) {
  const t = useTexts(texts);
  const measures = [...new Map(figures.rows.map((row) => [row.measure, row.measureName]))];
  const [measure, setMeasure] = useState(measures[0]?.[0] ?? '');
  const rows = figures.rows.filter((row) => row.measure === measure);
  return (
    <Page
      title={figures.name}
      detail={`${figures.before} → ${figures.after}${isPresent(figures.source) ? ` · ${figures.source}` : ''}`}
      actions={
        <>
          <Button icon={<DownloadOutlined aria-hidden />} href={exportAddress(figures.id, 'changes')} download>
            {t('exportChanges')}
          </Button>
          {figures.acceptance.length > 0 && (
            <Button icon={<DownloadOutlined aria-hidden />} href={exportAddress(figures.id, 'acceptance')} download>
              {t('exportAcceptance')}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.sections}>
        <Alert type="warning" showIcon title={t('noControlGroup')} description={t('noControlGroupDetail')} />
        <Card>
          <Segmented aria-label={t('measures')} value={measure} onChange={setMeasure} options={measures.map(([value, label]) => ({ value, label }))} />
          <Shares figures={figures} rows={rows.filter(({ level }) => level === 'part')} />
          <Changes figures={figures} rows={rows} />
        </Card>
        {figures.acceptance.length > 0 && (
          <Card title={t('acceptance')}>
            <Acceptance figures={figures} />
          </Card>
        )}
      </div>
    </Page>
  );
}

function Shares({ figures, rows }: { readonly figures: ComparisonFigures; readonly rows: readonly ComparedRow[] }) {
  const t = useTexts(texts);
  const option = useMemo(
    (): EChartsOption => ({
      grid: { left: 8, right: 64, top: 34, bottom: 4, containLabel: true },
      legend: { top: 0, right: 0, textStyle: { color: palette.inkSoft } },
      xAxis: { type: 'value', show: false },
      yAxis: { type: 'category', inverse: true, data: rows.map(({ name }) => name), axisTick: { show: false }, axisLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.inkSoft } },
      series: [
        { name: figures.before, data: rows.map((row) => row.shareBefore * 100), label: rows.map((row) => row.published.shareBefore), color: '#9db1c9' },
        { name: figures.after, data: rows.map((row) => row.shareAfter * 100), label: rows.map((row) => row.published.shareAfter), color: palette.primary },
      ].map(({ name, data, label, color }) => ({
        name,
        type: 'bar' as const,
        barMaxWidth: 14,
        itemStyle: { color, borderRadius: [0, 3, 3, 0] },
        label: { show: true, position: 'right' as const, color: palette.ink, formatter: ({ dataIndex }: { dataIndex: number }) => label[dataIndex] ?? '' },
        data,
      })),
    }),
    [figures, rows],
  );
  const spoken = rows.map((row) => `${row.name} ${row.published.shareBefore} → ${row.published.shareAfter}`);
  return <Chart label={`${t('shares')}: ${spoken.join(', ')}`} option={option} height={60 + 44 * rows.length} />;
}

function Changes({ figures, rows }: { readonly figures: ComparisonFigures; readonly rows: readonly ComparedRow[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const figure = (text: string) => <span className="figure">{text}</span>;
  const columns: TableColumnsType<ComparedRow> = [
    { title: t('part'), key: 'name', render: (_, row) => (row.level === 'whole' ? <strong>{t('whole')}</strong> : row.level === 'group' ? <strong>{row.name}</strong> : row.name) },
    { title: figures.before, key: 'before', align: 'right', responsive: ['sm'], render: (_, row) => figure(format.number(row.before, 2)) },
    { title: figures.after, key: 'after', align: 'right', responsive: ['sm'], render: (_, row) => figure(format.number(row.after, 2)) },
    { title: t('shareOf', { period: figures.before }), key: 'shareBefore', align: 'right', responsive: ['md'], render: (_, row) => figure(row.published.shareBefore) },
    { title: t('shareOf', { period: figures.after }), key: 'shareAfter', align: 'right', responsive: ['md'], render: (_, row) => figure(row.published.shareAfter) },
    { title: t('growth'), key: 'growth', align: 'right', render: (_, row) => figure(row.published.growth) },
    { title: t('points'), key: 'points', align: 'right', render: (_, row) => figure(row.published.points) },
  ];
  return <Table<ComparedRow> size="middle" rowKey={(row) => `${row.level} ${row.name}`} columns={columns} dataSource={[...rows]} pagination={false} />;
}

function Acceptance({ figures }: { readonly figures: ComparisonFigures }) {
  const t = useTexts(texts);
  const format = useFormat();
  type Row = ComparisonFigures['acceptance'][number];
  const columns: TableColumnsType<Row> = [
    { title: t('part'), key: 'part', render: (_, row) => (row.part === 'all' ? <strong>{t('whole')}</strong> : row.part) },
    { title: t('recommended'), key: 'customers', align: 'right', render: (_, row) => <span className="figure">{format.number(row.customers)}</span> },
    { title: t('accepted'), key: 'accepted', align: 'right', render: (_, row) => <span className="figure">{format.number(row.accepted)}</span> },
    { title: t('rate'), key: 'rate', align: 'right', render: (_, row) => <span className="figure">{row.published}</span> },
    {
      title: t('interval'),
      key: 'interval',
      align: 'right',
      responsive: ['sm'],
      render: (_, { interval }) => <span className="figure">{isPresent(interval) ? `${format.percent(interval.low ?? 0, 2)} – ${format.percent(interval.high ?? 1, 2)}` : '–'}</span>,
    },
  ];
  return <Table<Row> size="middle" rowKey="part" columns={columns} dataSource={[...figures.acceptance]} pagination={false} />;
}
