import { App, Button, Card, Modal, Popconfirm, Space, Table, Tag, Timeline, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { Failure } from '../../ui/states/Failure';
import { usePermission } from '../session/session';
import styles from './audiences.module.css';
import { useDeleteAudience, useSaveAudience, useSavedAudiences, useVersions, type SavedAudience } from './saved';
import { texts } from './saved.texts';

/** Conditions under names: opened, compared with what they were, deleted. */
export function SavedAudiencesCard({ onOpen }: { readonly onOpen: (expression: string) => void }) {
  const t = useTexts(texts);
  const format = useFormat();
  const mayChange = usePermission()('audiences:write');
  const saved = useSavedAudiences();
  const remove = useDeleteAudience();
  const [shown, setShown] = useState<SavedAudience | null>(null);
  const open = (expression: string) => {
    setShown(null);
    onOpen(expression);
    globalThis.scrollTo({ top: 0 });
  };
  const columns: TableColumnsType<SavedAudience> = [
    {
      title: t('customersAre'),
      key: 'condition',
      render: (_, audience) => (
        <>
          <strong>{audience.name}</strong> <span className={styles.figureNote}>{t('version', { version: audience.version ?? 1 })}</span>
          {audience.note && <div className={styles.figureNote}>{audience.note}</div>}
          <code className={styles.listExpression}>{audience.expression}</code>
        </>
      ),
    },
    { title: t('savedAt'), key: 'savedAt', width: 200, responsive: ['lg'], render: (_, audience) => (audience.savedAt ? format.dateTime(audience.savedAt) : '') },
    {
      title: <span className="for-readers-only">{t('actions')}</span>,
      key: 'actions',
      width: 260,
      align: 'right',
      render: (_, audience) => (
        <Space wrap size={4}>
          <Button
            size="small"
            onClick={() => {
              open(audience.expression);
            }}
          >
            {t('open')}
          </Button>
          <Button
            size="small"
            onClick={() => {
              setShown(audience);
            }}
          >
            {t('versions')}
          </Button>
          {mayChange && (
            <Popconfirm
              title={t('deleteSure', { name: audience.name })}
              okText={t('delete')}
              onConfirm={() => {
                remove.mutate(audience.id);
              }}
            >
              <Button size="small" danger>
                {t('delete')}
              </Button>
            </Popconfirm>
          )}
        </Space>
      ),
    },
  ];
  return (
    <Card title={t('title')}>
      <Failure error={remove.error} />
      <Answered query={saved}>
        {(page) => (
          <Table<SavedAudience>
            rowKey="id"
            size="small"
            columns={columns}
            dataSource={page.items}
            pagination={page.items.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
            locale={{ emptyText: <Empty title={t('none')}>{t('noneDetail')}</Empty> }}
          />
        )}
      </Answered>
      <Modal
        title={t('versionsOf', { name: shown?.name ?? '' })}
        open={shown !== null}
        footer={null}
        destroyOnHidden
        onCancel={() => {
          setShown(null);
        }}
      >
        {shown !== null && <Versions audience={shown} mayChange={mayChange} onOpen={open} />}
      </Modal>
    </Card>
  );
}

function Versions({ audience, mayChange, onOpen }: { readonly audience: SavedAudience; readonly mayChange: boolean; readonly onOpen: (expression: string) => void }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { message } = App.useApp();
  const versions = useVersions(audience.id);
  const save = useSaveAudience();
  return (
    <>
      <Failure error={save.error} />
      <Answered query={versions}>
        {(items) => (
          <Timeline
            items={items.map((version, index) => ({
              color: index === 0 ? 'green' : 'gray',
              content: (
                <>
                  <strong>{t('version', { version: version.version ?? 1 })}</strong> {index === 0 && <Tag color="success">{t('current')}</Tag>}
                  <div className={styles.figureNote}>{[version.savedBy, version.savedAt && format.dateTime(version.savedAt)].filter(Boolean).join(' · ')}</div>
                  <code className={styles.listExpression}>{version.expression}</code>
                  <Space size={4}>
                    <Button
                      size="small"
                      onClick={() => {
                        onOpen(version.expression);
                      }}
                    >
                      {t('open')}
                    </Button>
                    {mayChange && index > 0 && (
                      <Button
                        size="small"
                        loading={save.isPending}
                        onClick={() => {
                          save.mutate(
                            { id: version.id, name: version.name, note: version.note ?? '', expression: version.expression, isNew: false },
                            { onSuccess: (kept) => void message.success(t('saved', { name: kept.name, version: kept.version ?? 1 })) },
                          );
                        }}
                      >
                        {t('restore')}
                      </Button>
                    )}
                  </Space>
                </>
              ),
            }))}
          />
        )}
      </Answered>
    </>
  );
}
