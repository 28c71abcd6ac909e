import { Button, Table, Tag, type TableColumnsType } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import administration from '../administration/administration.module.css';
import { useDuration } from '../../ui/format/useDuration';
import { isFound, SearchBar } from '../administration/SearchBar';
import { useAreas, useAttributes, useContextFields, useEventSources, useEventTypes, type Area, type Attribute, type ContextField, type EventSource, type EventType } from './dictionary';
import styles from './dictionary.module.css';
import { texts } from './texts';

export interface TableProps {
  readonly mayChange: boolean;
  readonly onOpen: (id: string) => void;
}

interface PartTableProps<T extends object> {
  readonly query: UseQueryResult<{ readonly items: T[] }>;
  readonly idOf: (item: T) => string;
  readonly wordsOf?: (item: T) => string;
  readonly columns: TableColumnsType<T>;
  /** Null where what is declared never changes. */
  readonly onOpen: ((id: string) => void) | null;
}

/** A list of one part of the dictionary. */
function PartTable<T extends object>({ query, idOf, wordsOf, columns, onOpen }: PartTableProps<T>) {
  const t = useTexts(texts);
  const [words, setWords] = useState('');
  const change: TableColumnsType<T> =
    onOpen === null
      ? []
      : [
          {
            title: <span className="for-readers-only">{t('actions')}</span>,
            key: 'actions',
            width: 100,
            align: 'right',
            render: (_, item) => (
              <Button
                size="small"
                aria-label={t('editOne', { name: idOf(item) })}
                onClick={() => {
                  onOpen(idOf(item));
                }}
              >
                {t('edit')}
              </Button>
            ),
          },
        ];
  return (
    <>
      <div className={styles.search}>
        <SearchBar words={words} onChange={setWords} />
      </div>
      <Answered query={query}>
        {({ items }) => {
          const found = items.filter((item) => isFound(words, idOf(item), wordsOf?.(item)));
          return (
            <Table<T>
              rowKey={idOf}
              size="middle"
              columns={[...columns, ...change]}
              dataSource={found}
              pagination={found.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
              locale={{ emptyText: <Empty title={t('none')}>{t('noneDetail')}</Empty> }}
            />
          );
        }}
      </Answered>
    </>
  );
}

const code = (text: string): ReactNode => <code className={styles.code}>{text}</code>;

export function AttributeTable() {
  const t = useTexts(texts);
  return (
    <PartTable<Attribute>
      query={useAttributes()}
      idOf={(attribute) => attribute.name}
      wordsOf={(attribute) => t(`kind.${attribute.kind}`)}
      onOpen={null}
      columns={[
        { title: t('name'), key: 'name', render: (_, attribute) => code(attribute.name) },
        { title: t('kind'), key: 'kind', render: (_, attribute) => t(`kind.${attribute.kind}`) },
      ]}
    />
  );
}

export function ContextFieldTable() {
  const t = useTexts(texts);
  return (
    <PartTable<ContextField>
      query={useContextFields()}
      idOf={(field) => field.name}
      onOpen={null}
      columns={[
        { title: t('name'), key: 'name', render: (_, field) => code(field.name) },
        { title: t('kind'), key: 'kind', render: (_, field) => t(`kind.${field.kind}`) },
      ]}
    />
  );
}

export function EventTypeTable({ mayChange, onOpen }: TableProps) {
  const t = useTexts(texts);
  return (
    <PartTable<EventType>
      query={useEventTypes()}
      idOf={(type) => type.type}
      onOpen={mayChange ? onOpen : null}
      columns={[
        { title: t('type'), key: 'type', render: (_, type) => code(type.type) },
        { title: t('role'), key: 'role', responsive: ['sm'], render: (_, type) => t(`role.${type.role ?? 'none'}`) },
        {
          title: t('fields'),
          key: 'fields',
          responsive: ['md'],
          render: (_, type) => (
            <span className={administration.tags}>
              {type.fields?.map((field) => (
                <Tag key={field.name}>
                  {field.name} · {t(`kind.${field.kind}`)}
                </Tag>
              ))}
            </span>
          ),
        },
      ]}
    />
  );
}

export function EventSourceTable({ mayChange, onOpen }: TableProps) {
  const t = useTexts(texts);
  const duration = useDuration();
  return (
    <PartTable<EventSource>
      query={useEventSources()}
      idOf={(source) => source.id}
      wordsOf={(source) => source.source}
      onOpen={mayChange ? onOpen : null}
      columns={[
        { title: t('id'), key: 'id', render: (_, source) => code(source.id) },
        { title: t('source'), key: 'source', responsive: ['sm'], render: (_, source) => code(source.source) },
        { title: t('lateness'), key: 'lateness', render: (_, source) => (source.lateness ? duration(source.lateness) : '') },
      ]}
    />
  );
}

export function AreaTable({ mayChange, onOpen }: TableProps) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <PartTable<Area>
      query={useAreas()}
      idOf={(area) => area.id}
      wordsOf={(area) => area.name}
      onOpen={mayChange ? onOpen : null}
      columns={[
        {
          title: t('areaName'),
          key: 'name',
          render: (_, area) => (
            <span className={administration.two}>
              <span>{area.name}</span>
              <span className={administration.faint}>{area.id}</span>
            </span>
          ),
        },
        {
          title: t('holds'),
          key: 'holds',
          responsive: ['sm'],
          render: (_, area) =>
            (['cells', 'circles', 'polygons'] as const)
              .filter((part) => (area[part]?.length ?? 0) > 0)
              .map((part) => t(`holds.${part}`, { count: format.number(area[part]?.length ?? 0) }))
              .join(' · '),
        },
      ]}
    />
  );
}
