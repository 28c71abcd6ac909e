import { Button, Table, Tag, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useFormat } from '../format/useFormat';
import { useTexts } from '../language/LanguageProvider';
import { Answered } from '../states/Answered';
import { differences } from './differences';
import { DifferenceTable } from './DifferenceTable';
import { useVersions, type AnyDocument, type DocumentKind, type DocumentVersion } from './documents';
import styles from './documents.module.css';
import { useLabel } from './labels';
import { texts } from './texts';

const pageSize = 20;
const named = 3;

/** `operator/1008` is known by its number, the platform itself by its name. */
export function useAuthor(): (by: string | null | undefined) => string {
  const t = useTexts(texts);
  return (by) => by?.replace(/^operator\//, '') ?? t('system');
}

interface HistoryTabProps<T extends AnyDocument> {
  readonly kind: DocumentKind<T>;
  readonly id: string;
  /** Null for who may not change it. */
  readonly onRestore: ((version: DocumentVersion<T>) => void) | null;
}

/** Who changed what and when; any version can be brought back. */
export function HistoryTab<T extends AnyDocument>({ kind, id, onRestore }: HistoryTabProps<T>) {
  const t = useTexts(texts);
  const format = useFormat();
  const label = useLabel();
  const author = useAuthor();
  const [offset, setOffset] = useState(0);
  // One more than is shown, to say what the last of them changed.
  const versions = useVersions(kind, id, offset, pageSize + 1);
  return (
    <Answered query={versions}>
      {({ items, total }) => {
        const before = (version: DocumentVersion<T>) => items[items.indexOf(version) + 1];
        const changesOf = (version: DocumentVersion<T>) => differences(before(version)?.value, version.value);
        const columns: TableColumnsType<DocumentVersion<T>> = [
          {
            title: t('version'),
            key: 'version',
            render: (_, version) => (
              <>
                <span className="figure">
                  {version.version} {version.version === total && <Tag color="processing">{t('current')}</Tag>}
                </span>
                <span className="on-telephones">
                  {format.dateTime(version.at)} · {author(version.by)}
                </span>
              </>
            ),
          },
          { title: t('when'), key: 'when', width: 190, responsive: ['md'], render: (_, version) => format.dateTime(version.at) },
          { title: t('who'), key: 'who', responsive: ['md'], render: (_, version) => author(version.by) },
          {
            title: t('changes'),
            key: 'changes',
            responsive: ['md'],
            render: (_, version) => {
              if (before(version) === undefined) {
                return t('firstVersion');
              }

              const changes = changesOf(version);
              const names = [...new Set(changes.map((change) => label(change.path)))];
              return names.length === 0 ? t('noChange') : [...names.slice(0, named), ...(names.length > named ? [t('moreChanges', { count: names.length - named })] : [])].join(' / ');
            },
          },
          {
            key: 'actions',
            title: <span className="for-readers-only">{t('actions')}</span>,
            align: 'right',
            render: (_, version) =>
              onRestore !== null &&
              version.version !== total && (
                <Button
                  size="small"
                  onClick={() => {
                    onRestore(version);
                  }}
                >
                  {t('restore')}
                </Button>
              ),
          },
        ];
        return (
          <div className={styles.history}>
            <Table<DocumentVersion<T>>
              rowKey="version"
              columns={columns}
              dataSource={items.slice(0, pageSize)}
              pagination={
                total > pageSize && {
                  current: offset / pageSize + 1,
                  pageSize,
                  total,
                  showSizeChanger: false,
                  onChange: (page) => {
                    setOffset((page - 1) * pageSize);
                  },
                }
              }
              expandable={{
                columnTitle: <span className="for-readers-only">{t('changes')}</span>,
                rowExpandable: (version) => before(version) !== undefined,
                expandedRowRender: (version) => <DifferenceTable changes={changesOf(version)} />,
              }}
            />
          </div>
        );
      }}
    </Answered>
  );
}
