import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Empty } from '../../ui/states/Empty';
import { FigureName } from './FigureName';
import { successRateOf, type FigureId, type FigureRow, type Figures, type FigureSet } from './figures';
import type { Change } from './InsightPage';
import styles from './insight.module.css';
import { texts } from './texts';
import { useFigure } from './useFigure';
import { useLineName } from './useLineName';

const always: readonly FigureId[] = ['planned', 'sent', 'responses', 'orders'];
const wide: readonly FigureId[] = ['accepted', 'rejected', 'silent', 'suppressed', 'failed', 'cost', 'revenue'];
const ofReasons: readonly FigureId[] = ['silent', 'suppressed', 'failed', 'rejected'];

/** Line by line, with the sum of all below; a unit leads down into it, at the lowest to its people. */
export function Lines({ figures, onAsk }: { readonly figures: Figures; readonly onAsk: (change: Change) => void }) {
  const t = useTexts(texts);
  const format = useFormat();
  const figure = useFigure();
  const nameOf = useLineName(figures);
  const shown = figures.by === 'reason' ? ofReasons : [...always, ...wide];
  const rate = (set: FigureSet) => {
    const share = successRateOf(set);
    return <span className="figure">{share === null ? '–' : format.percent(share)}</span>;
  };
  const columns: TableColumnsType<FigureRow> = [
    { title: t(`by.${figures.by}`), key: 'name', render: (_, row) => <LineName row={row} figures={figures} name={nameOf(row)} onAsk={onAsk} /> },
    ...shown.map((id): TableColumnsType<FigureRow>[number] => ({
      title: <FigureName figure={id} />,
      key: id,
      align: 'right',
      sorter: (one, other) => (one.figures[id] ?? 0) - (other.figures[id] ?? 0),
      sortDirections: ['descend', 'ascend'],
      render: (_, row) => <span className="figure">{figure(row.figures, id)}</span>,
    })),
    ...(figures.by === 'reason' ? [] : [{ title: t('successRate'), key: 'rate', align: 'right' as const, render: (_: unknown, row: FigureRow) => rate(row.figures) }]),
  ];
  if (figures.items.length === 0) {
    return <Empty title={t('nothing')}>{t('nothingDetail')}</Empty>;
  }

  return (
    <div className={styles.scroll}>
      <Table<FigureRow>
        rowKey="key"
        size="middle"
        columns={columns}
        dataSource={[...figures.items]}
        pagination={figures.items.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        summary={() => (
          <Table.Summary.Row className={styles.sum ?? ''}>
            <Table.Summary.Cell index={0}>{t('sum')}</Table.Summary.Cell>
            {shown.map((id, index) => (
              <Table.Summary.Cell key={id} index={index + 1} align="right">
                <span className="figure">{figure(figures.sum, id)}</span>
              </Table.Summary.Cell>
            ))}
            {figures.by !== 'reason' && (
              <Table.Summary.Cell index={shown.length + 1} align="right">
                {rate(figures.sum)}
              </Table.Summary.Cell>
            )}
          </Table.Summary.Row>
        )}
      />
    </div>
  );
}

function LineName({ row, figures, name, onAsk }: { readonly row: FigureRow; readonly figures: Figures; readonly name: string; readonly onAsk: (change: Change) => void }) {
  const t = useTexts(texts);
  if (figures.by === 'unit' && row.key !== '') {
    const isItself = row.key === figures.path.at(-1)?.path;
    return (
      <button
        type="button"
        className={styles.link}
        title={row.hasParts ? undefined : t('people')}
        onClick={() => {
          onAsk({ by: row.hasParts ? 'unit' : 'person', within: row.key });
        }}
        disabled={isItself && figures.items.length > 1}
      >
        {name}
      </button>
    );
  }

  return figures.by === 'campaign' && isPresent(row.name) ? <Link to={`/campaigns/${row.key}?stage=evaluation`}>{name}</Link> : name;
}
