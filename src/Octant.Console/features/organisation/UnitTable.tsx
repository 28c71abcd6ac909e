import { DownOutlined, MoreOutlined, RightOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Table, Tag, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Empty } from '../../ui/states/Empty';
import { Failure } from '../../ui/states/Failure';
import administration from '../administration/administration.module.css';
import { isFound, SearchBar } from '../administration/SearchBar';
import { withAllBelow, type UnitNode } from '../administration/units';
import { useSession } from '../session/session';
import { useDeleteUnit, useLevels } from './organisation';
import styles from './organisation.module.css';
import { texts } from './texts';
import type { EditedUnit } from './UnitDrawer';

interface UnitTableProps {
  readonly units: readonly UnitNode[];
  readonly mayChange: boolean;
  readonly onEdit: (edited: EditedUnit) => void;
  readonly onMove: (unit: UnitNode) => void;
}

interface Row {
  readonly key: string;
  readonly unit: UnitNode;
  readonly children?: Row[];
}

/** Only what is found, and the way to it. */
function rowsOf(units: readonly UnitNode[], isShown: (unit: UnitNode) => boolean): Row[] {
  return units.flatMap((unit) => {
    const children = rowsOf(unit.children, isShown);
    return children.length > 0 || isShown(unit) ? [{ key: unit.path, unit, ...(children.length > 0 ? { children } : {}) }] : [];
  });
}

/** The tree as rows that open; the two uppermost steps are open at first. */
export function UnitTable({ units, mayChange, onEdit, onMove }: UnitTableProps) {
  const t = useTexts(texts);
  const name = useName();
  const format = useFormat();
  const { modal } = App.useApp();
  const { organisation, entitlements } = useSession();
  // Whoever is bound to a unit arranges what is below it.
  const own = entitlements.wholeOrganisation ? null : organisation?.path;
  const levels = useLevels();
  const remove = useDeleteUnit();
  const [words, setWords] = useState('');
  const [open, setOpen] = useState<readonly string[]>(() => units.map((unit) => unit.path));
  const rows = useMemo(() => rowsOf(units, (unit) => isFound(words, unit.path, unit.name.zh, unit.name.en)), [units, words]);
  const everyPath = useMemo(() => withAllBelow(units).map((unit) => unit.path), [units]);
  const levelName = (id: string) => {
    const level = levels.data?.find((known) => known.id === id);
    return level === undefined ? id : name(level.name);
  };
  const columns: TableColumnsType<Row> = [
    {
      title: t('unit'),
      key: 'unit',
      render: (_, { unit }) => (
        <span className={styles.unit}>
          <span>{name(unit.name)}</span>
          <span className={administration.faint}>{unit.code}</span>
        </span>
      ),
    },
    { title: t('level'), key: 'level', width: 160, responsive: ['sm'], render: (_, { unit }) => <Tag>{levelName(unit.level)}</Tag> },
    {
      title: t('below'),
      key: 'below',
      width: 120,
      align: 'right',
      responsive: ['md'],
      render: (_, { unit }) => <span className="figure">{unit.children.length === 0 ? '' : format.number(withAllBelow(unit.children).length)}</span>,
    },
    ...(mayChange
      ? [
          {
            title: <span className="for-readers-only">{t('actions')}</span>,
            key: 'actions',
            width: 60,
            align: 'right' as const,
            render: (_: unknown, { unit }: Row) => (
              <Dropdown
                trigger={['click']}
                menu={{
                  items: [
                    { key: 'add', label: t('addBelow') },
                    ...(unit.path === own
                      ? []
                      : [
                          { key: 'edit', label: t('edit') },
                          { key: 'move', label: t('move') },
                          ...(unit.children.length === 0 ? [{ key: 'delete', label: t('delete'), danger: true }] : []),
                        ]),
                  ],
                  onClick: ({ key }) => {
                    if (key === 'add') {
                      onEdit({ parent: unit });
                    } else if (key === 'edit') {
                      onEdit({ unit });
                    } else if (key === 'move') {
                      onMove(unit);
                    } else {
                      void modal.confirm({
                        title: t('deleteSure', { name: name(unit.name) }),
                        okText: t('delete'),
                        okButtonProps: { danger: true },
                        onOk: () => {
                          remove.mutate(unit.path);
                        },
                      });
                    }
                  },
                }}
              >
                <Button type="text" icon={<MoreOutlined aria-hidden />} aria-label={t('more', { name: name(unit.name) })} />
              </Dropdown>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <Failure error={remove.error} />
      <div className={styles.search}>
        <SearchBar words={words} onChange={setWords} />
      </div>
      <Table<Row>
        size="middle"
        columns={columns}
        dataSource={rows}
        pagination={false}
        expandable={{
          expandedRowKeys: words.trim() === '' ? [...open] : everyPath,
          onExpandedRowsChange: (keys) => {
            setOpen(keys.map(String));
          },
          expandIcon: ({ expanded, onExpand, record }) =>
            record.children === undefined ? (
              <span className={styles.noToggle} />
            ) : (
              <Button
                type="text"
                size="small"
                className={styles.toggle ?? ''}
                icon={expanded ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
                aria-label={name(record.unit.name)}
                aria-expanded={expanded}
                onClick={(event) => {
                  onExpand(record, event);
                }}
              />
            ),
        }}
        locale={{ emptyText: <Empty title={t('none')}>{t('noneDetail')}</Empty> }}
      />
    </>
  );
}
