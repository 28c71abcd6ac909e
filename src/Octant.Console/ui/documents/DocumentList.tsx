import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Card, Input, Table, type TableColumnsType } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useFormat } from '../format/useFormat';
import { useTexts } from '../language/LanguageProvider';
import { Page } from '../layout/Page';
import { Answered } from '../states/Answered';
import { Empty } from '../states/Empty';
import { useDocumentList, type AnyDocument, type DocumentKind } from './documents';
import styles from './documents.module.css';
import { texts } from './texts';

const pageSize = 20;
const pause = 250;

interface DocumentListProps<T extends AnyDocument> {
  readonly kind: DocumentKind<T>;
  readonly title: string;
  readonly detail: string;
  /** Where the page of one of them is: this, and its id. */
  readonly path: string;
  readonly nameOf: (value: T) => string;
  /** Beside name and id, which come first; a telephone has room for one or two. */
  readonly columns: TableColumnsType<T>;
  /** What telephones say below the name, as they have no room for its column. */
  readonly noteOf?: (value: T) => ReactNode;
  readonly nameTitle: string;
  /** Of the button that makes a new one; null for who may not. */
  readonly newLabel: string | null;
  readonly none: { readonly title: string; readonly detail: string };
  readonly actions?: ReactNode;
}

/** All documents of a kind: found by words, page by page, both kept in the address so that a list can be shared and gone back to. */
export function DocumentList<T extends AnyDocument>({ kind, title, detail, path, nameOf, noteOf, columns, nameTitle, newLabel, none, actions }: DocumentListProps<T>) {
  const t = useTexts(texts);
  const format = useFormat();
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const [search, page] = [address.get('search') ?? '', Number(address.get('page') ?? 1)];
  const [words, setWords] = useState(search);
  useEffect(() => {
    if (words === search) {
      return;
    }

    const timer = setTimeout(() => {
      setAddress(words.trim() === '' ? {} : { search: words }, { replace: true });
    }, pause);
    return () => {
      clearTimeout(timer);
    };
  }, [words, search, setAddress]);
  const found = useDocumentList(kind, { offset: (page - 1) * pageSize, limit: pageSize, ...(search === '' ? {} : { search }) });
  const addNew = newLabel !== null && (
    <Button
      type="primary"
      icon={<PlusOutlined aria-hidden />}
      onClick={() => {
        void navigate(`${path}/new`);
      }}
    >
      {newLabel}
    </Button>
  );
  const all: TableColumnsType<T> = [
    {
      title: nameTitle,
      key: 'name',
      width: 280,
      render: (_, value) => (
        <div className={styles.name}>
          <Link to={`${path}/${value.id}`}>{nameOf(value)}</Link>
          <span className={styles.id}>{value.id}</span>
          {noteOf && <span className="on-telephones">{noteOf(value)}</span>}
        </div>
      ),
    },
    ...columns,
  ];
  return (
    <Page title={title} detail={detail} actions={<>{actions}{addNew}</>}>
      <Card styles={{ body: { padding: 0 } }}>
        <div className={styles.filters}>
          <Input
            prefix={<SearchOutlined aria-hidden />}
            allowClear
            aria-label={t('search')}
            placeholder={t('search')}
            className={styles.search ?? ''}
            value={words}
            onChange={(change) => {
              setWords(change.target.value);
            }}
          />
          {found.data !== undefined && <span className={styles.total}>{t('total', { count: format.number(found.data.total) })}</span>}
        </div>
        <Answered query={found} rows={8}>
          {({ items, total }) => (
            <Table<T>
              rowKey="id"
              columns={all}
              dataSource={[...items]}
              loading={found.isPlaceholderData}
              pagination={
                total > pageSize && {
                  current: page,
                  pageSize,
                  total,
                  showSizeChanger: false,
                  onChange: (next) => {
                    setAddress({ ...(search === '' ? {} : { search }), page: String(next) });
                    globalThis.scrollTo({ top: 0 });
                  },
                }
              }
              locale={{
                emptyText:
                  search === '' ? (
                    <Empty title={none.title} action={addNew}>
                      {none.detail}
                    </Empty>
                  ) : (
                    <Empty title={t('noMatch')}>{t('noMatchDetail')}</Empty>
                  ),
              }}
            />
          )}
        </Answered>
      </Card>
    </Page>
  );
}
