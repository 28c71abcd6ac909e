import { App, Button, Card, Popconfirm, Space, Table, type TableColumnsType } from 'antd';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { Failure } from '../../ui/states/Failure';
import { usePermission } from '../session/session';
import { useDeleteTargetList, useSaveTargetList, useTargetLists, type TargetList } from './audiences';
import styles from './audiences.module.css';
import { texts } from './texts';

/** Audiences that were kept: opened again, made anew as a new version, deleted. */
export function TargetListsCard({ onOpen }: { readonly onOpen: (expression: string) => void }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { message } = App.useApp();
  const mayChange = usePermission()('audiences:write');
  const lists = useTargetLists();
  const save = useSaveTargetList();
  const remove = useDeleteTargetList();
  const columns: TableColumnsType<TargetList> = [
    {
      title: t('name'),
      render: (_, list) => (
        <>
          <strong>{list.name}</strong> <span className={styles.figureNote}>{t('version', { version: list.version })}</span>
          <code className={styles.listExpression}>{list.expression}</code>
        </>
      ),
    },
    { title: t('customers'), align: 'right', width: 120, render: (_, list) => <span className="figure">{format.number(list.count)}</span> },
    { title: t('asOf'), width: 200, responsive: ['lg'], render: (_, list) => format.dateTime(list.asOf) },
    {
      key: 'actions',
      title: <span className="for-readers-only">{t('actions')}</span>,
      width: 260,
      align: 'right',
      render: (_, list) => (
        <Space wrap size={4}>
          <Button
            size="small"
            onClick={() => {
              onOpen(list.expression);
              globalThis.scrollTo({ top: 0 });
            }}
          >
            {t('open')}
          </Button>
          {mayChange && (
            <>
              <Button
                size="small"
                onClick={() => {
                  save.mutate(list, { onSuccess: (kept) => void message.success(t('saved', { name: kept.name, count: format.number(kept.count) })) });
                }}
              >
                {t('refresh')}
              </Button>
              <Popconfirm
                title={t('deleteSure', { name: list.name })}
                okText={t('delete')}
                onConfirm={() => {
                  remove.mutate(list.id);
                }}
              >
                <Button size="small" danger>
                  {t('delete')}
                </Button>
              </Popconfirm>
            </>
          )}
        </Space>
      ),
    },
  ];
  return (
    <Card title={t('targetLists')}>
      <Failure error={save.error ?? remove.error} />
      <Answered query={lists}>
        {(page) => (
          <Table<TargetList>
            rowKey="id"
            size="small"
            columns={columns}
            dataSource={page.items}
            pagination={false}
            locale={{ emptyText: <Empty title={t('noLists')}>{t('noListsDetail')}</Empty> }}
          />
        )}
      </Answered>
    </Card>
  );
}
