import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Empty } from '../../ui/states/Empty';
import { FigureName } from '../insight/FigureName';
import { successRateOf, type FigureId, type FigureRow } from '../insight/figures';
import { useFigure } from '../insight/useFigure';
import styles from './board.module.css';
import { texts } from './texts';

type Lines = 'channel' | 'campaign' | 'person';

const shown: Record<Lines, readonly FigureId[]> = {
  channel: ['sent', 'responses', 'orders', 'silent'],
  campaign: ['sent', 'responses', 'orders', 'suppressed'],
  person: ['planned', 'accepted', 'orders'],
};

/** Columns a telephone has room for besides the name. */
const onTelephones = 2;

/** Today's lines of one kind, ten at a time. */
export function FigureTable({ by, rows }: { readonly by: Lines; readonly rows: readonly FigureRow[] }) {
  const t = useTexts(texts);
  const name = useName();
  const format = useFormat();
  const figure = useFigure();
  if (rows.length === 0) {
    return <Empty title={t('nothingYet')}>{t('nothingYetDetail')}</Empty>;
  }

  const nameOf = (row: FigureRow) => (isPresent(row.name) ? name(row.name) : row.key);
  const columns: TableColumnsType<FigureRow> = [
    {
      title: t(`line.${by}`),
      key: 'name',
      render: (_, row) => (by === 'campaign' && row.name ? <Link to={`/campaigns/${row.key}?stage=execution`}>{nameOf(row)}</Link> : nameOf(row)),
    },
    ...shown[by].map((id, index): TableColumnsType<FigureRow>[number] => ({
      title: <FigureName figure={id} />,
      key: id,
      align: 'right',
      ...(index < onTelephones ? {} : { responsive: ['md'] }),
      render: (_, row) => <span className="figure">{figure(row.figures, id)}</span>,
    })),
    {
      title: t('successRate'),
      key: 'rate',
      align: 'right',
      responsive: ['sm'],
      render: (_, { figures }) => {
        const rate = by === 'person' ? (figures.planned > 0 ? figures.accepted / figures.planned : null) : successRateOf(figures);
        return <span className="figure">{rate === null ? '–' : format.percent(rate)}</span>;
      },
    },
  ];
  return (
    <Table<FigureRow>
      className={styles.table ?? ''}
      rowKey="key"
      size="small"
      columns={columns}
      dataSource={[...rows]}
      pagination={rows.length > 10 ? { pageSize: 10, size: 'small', showSizeChanger: false } : false}
    />
  );
}
