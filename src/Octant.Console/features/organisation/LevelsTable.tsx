import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, InputNumber, Popconfirm, Space, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Failure } from '../../ui/states/Failure';
import administration from '../administration/administration.module.css';
import { EditDrawer } from '../administration/EditDrawer';
import { useUnitTree, withAllBelow } from '../administration/units';
import { usePermission, useSession } from '../session/session';
import { readLevel, useDeleteLevel, useLevels, useSaveLevel, type Level } from './organisation';
import { texts } from './texts';

/** The steps of the organisation, from the top. */
export function LevelsTable() {
  const t = useTexts(texts);
  const name = useName();
  const format = useFormat();
  const isWhole = useSession().entitlements.wholeOrganisation;
  const mayChange = usePermission()('organisation:write') && isWhole;
  const levels = useLevels();
  const tree = useUnitTree();
  const remove = useDeleteLevel();
  const [edited, setEdited] = useState<{ readonly id: string | null } | null>(null);
  const usedBy = (id: string) => withAllBelow(tree.data ?? []).filter((unit) => unit.level === id).length;
  const columns: TableColumnsType<Level> = [
    {
      title: t('level'),
      key: 'level',
      render: (_, level) => (
        <span className={administration.two}>
          <span>{name(level.name)}</span>
          <span className={administration.faint}>{level.id}</span>
        </span>
      ),
    },
    { title: t('rank'), key: 'rank', align: 'right', width: 90, render: (_, level) => <span className="figure">{level.rank}</span> },
    { title: t('used'), key: 'used', align: 'right', width: 100, render: (_, level) => <span className="figure">{format.number(usedBy(level.id))}</span> },
    ...(mayChange
      ? [
          {
            title: <span className="for-readers-only">{t('actions')}</span>,
            key: 'actions',
            align: 'right' as const,
            render: (_: unknown, level: Level) => (
              <Space size={4} wrap>
                <Button
                  size="small"
                  onClick={() => {
                    setEdited({ id: level.id });
                  }}
                >
                  {t('edit')}
                </Button>
                {usedBy(level.id) === 0 && (
                  <Popconfirm
                    title={t('deleteSure', { name: name(level.name) })}
                    okText={t('delete')}
                    onConfirm={() => {
                      remove.mutate(level.id);
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
        ]
      : []),
  ];
  return (
    <div className={administration.stack}>
      <Failure error={remove.error} />
      {mayChange && (
        <div>
          <Button
            onClick={() => {
              setEdited({ id: null });
            }}
          >
            {t('newLevel')}
          </Button>
        </div>
      )}
      <Answered query={levels}>{(items) => <Table<Level> rowKey="id" size="middle" columns={columns} dataSource={items} pagination={false} />}</Answered>
      {edited !== null && (
        <LevelDrawer
          id={edited.id}
          onClosed={() => {
            setEdited(null);
          }}
        />
      )}
    </div>
  );
}

function LevelDrawer({ id, onClosed }: { readonly id: string | null; readonly onClosed: () => void }) {
  const t = useTexts(texts);
  const name = useName();
  const { message } = App.useApp();
  const save = useSaveLevel();
  const read = useQuery({
    queryKey: ['organisation', 'level', id],
    queryFn: () => (id === null ? { value: { id: '', name: { zh: '', en: '' }, rank: 60 }, version: null } : readLevel(id)),
    staleTime: 0,
    gcTime: 0,
  });
  if (read.data === undefined) {
    return <Failure error={read.error} />;
  }

  const { value: known, version } = read.data;
  return (
    <EditDrawer<Level>
      title={id === null ? t('newLevel') : t('editLevel', { name: name(known.name) })}
      initial={known}
      onClosed={onClosed}
      onSave={async (level) => {
        await save(level, version);
        void message.success(t('saved', { name: name(level.name) }));
      }}
    >
      <Form.Item name="id" label={t('id')} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('codeRule') }]}>
        <Input disabled={id !== null} />
      </Form.Item>
      <Form.Item name={['name', 'zh']} label={t('nameZh')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
        <Input />
      </Form.Item>
      <Form.Item name={['name', 'en']} label={t('nameEn')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
        <Input />
      </Form.Item>
      <Form.Item name="rank" label={t('rank')} extra={t('rankRule')} rules={[{ required: true, message: t('missing') }]}>
        <InputNumber min={1} max={100} precision={0} />
      </Form.Item>
    </EditDrawer>
  );
}
