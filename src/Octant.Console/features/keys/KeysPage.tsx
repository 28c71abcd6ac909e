import { App, Button, Card, Modal, Popconfirm, Table, Tag, Tooltip, Typography, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { Failure } from '../../ui/states/Failure';
import administration from '../administration/administration.module.css';
import { isFound, SearchBar } from '../administration/SearchBar';
import { useUnitName } from '../administration/units';
import styles from '../operators/operators.module.css';
import { KeyDrawer } from './KeyDrawer';
import { useKeys, useWithdrawKey, type Key, type MadeKey } from './keys';
import { texts } from './texts';

const scopesShown = 3;

/** The same in every language. */
const header = 'Authorization: Bearer …';

export default function KeysPage() {
  const t = useTexts(texts);
  const keys = useKeys();
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);
  return (
    <Page
      title={t('title')}
      detail={t('detail')}
      actions={
        <Button
          type="primary"
          onClick={() => {
            setMaking(true);
          }}
        >
          {t('new')}
        </Button>
      }
    >
      <Answered query={keys}>{(items) => <KeyTable keys={items} />}</Answered>
      {isMaking && (
        <KeyDrawer
          onMade={setMade}
          onClosed={() => {
            setMaking(false);
          }}
        />
      )}
      <Modal
        title={t('secretTitle', { name: made?.name ?? '' })}
        open={made !== null}
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        okText={t('kept')}
        cancelButtonProps={{ hidden: true }}
        onOk={() => {
          setMade(null);
        }}
      >
        <p>{t('secretDetail')}</p>
        <Typography.Paragraph className={styles.secret ?? ''} copyable>
          {made?.key}
        </Typography.Paragraph>
        <p>{t('secretUse')}</p>
        <code>{header}</code>
      </Modal>
    </Page>
  );
}

function KeyTable({ keys }: { readonly keys: readonly Key[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const unitName = useUnitName();
  const { message } = App.useApp();
  const withdraw = useWithdrawKey();
  const [words, setWords] = useState('');
  const [now] = useState(() => new Date().toISOString());
  const found = keys.filter((key) => isFound(words, key.name, key.id, key.organisation, ...key.scopes));
  const columns: TableColumnsType<Key> = [
    {
      title: t('name'),
      key: 'name',
      width: 220,
      render: (_, key) => (
        <span className={administration.two}>
          <strong>{key.name}</strong>
          <span className={administration.faint}>{key.id}</span>
        </span>
      ),
    },
    {
      title: t('permissions'),
      key: 'permissions',
      responsive: ['md'],
      render: (_, key) => {
        const rest = key.scopes.slice(scopesShown);
        return (
          <span className={administration.tags}>
            {key.scopes.slice(0, scopesShown).map((scope) => (
              <Tag key={scope}>{scope}</Tag>
            ))}
            {rest.length > 0 && (
              <Tooltip title={rest.join(' · ')}>
                <Tag tabIndex={0} role="note" aria-label={rest.join(' · ')}>
                  {t('more', { count: format.number(rest.length) })}
                </Tag>
              </Tooltip>
            )}
          </span>
        );
      },
    },
    { title: t('unit'), key: 'unit', responsive: ['lg'], render: (_, key) => (key.organisation ? unitName(key.organisation) : '') },
    { title: t('created'), key: 'created', width: 170, responsive: ['xl'], render: (_, key) => format.dateTime(key.createdAt) },
    {
      title: t('expires'),
      key: 'expires',
      width: 150,
      render: (_, key) => (key.expiresAt ? key.expiresAt <= now ? <Tag color="error">{t('expired')}</Tag> : format.date(key.expiresAt) : t('never')),
    },
    {
      title: <span className="for-readers-only">{t('actions')}</span>,
      key: 'actions',
      width: 110,
      align: 'right',
      render: (_, key) => (
        <Popconfirm
          title={t('withdrawSure', { name: key.name })}
          okText={t('withdraw')}
          onConfirm={() => {
            withdraw.mutate(key.id, { onSuccess: () => void message.success(t('withdrawn', { name: key.name })) });
          }}
        >
          <Button size="small" danger>
            {t('withdraw')}
          </Button>
        </Popconfirm>
      ),
    },
  ];
  return (
    <div className={administration.stack}>
      <Failure error={withdraw.error} />
      <Card styles={{ body: { padding: 0 } }}>
        <SearchBar words={words} onChange={setWords} />
        <Table<Key>
          rowKey="id"
          columns={columns}
          dataSource={found}
          pagination={found.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
          locale={{ emptyText: <Empty title={t('none')}>{t('noneDetail')}</Empty> }}
        />
      </Card>
    </div>
  );
}
