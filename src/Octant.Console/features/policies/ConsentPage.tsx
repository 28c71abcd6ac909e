import { App, Alert, AutoComplete, Button, Card, Form, Input, Modal, Radio, Space, Switch, Table, Tag, type TableColumnsType } from 'antd';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';
import { useFormat } from '../../ui/format/useFormat';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { Failure } from '../../ui/states/Failure';
import { useProblemFields } from '../../ui/states/useProblemFields';
import { usePermission } from '../session/session';
import styles from './consent.module.css';
import { texts } from './consent.texts';

type Customer = components['schemas']['CustomerView'];
type State = components['schemas']['ConsentState'];

interface Row {
  readonly class: string;
  readonly state: State;
  readonly source?: string;
  readonly at?: string;
}

const states: readonly State[] = ['granted', 'refused', 'unknown'];
const colours = { granted: 'success', refused: 'error', unknown: 'warning' } as const;

/** Classes there is something to say about even where the customer said nothing. */
const usual = ['marketing', 'service'] as const;
const sources = ['hall', 'app', 'web', 'hotline', 'sms'];

export default function ConsentPage() {
  const t = useTexts(texts);
  const [address, setAddress] = useSearchParams();
  const id = address.get('customer') ?? '';
  return (
    <Page title={t('title')} detail={t('detail')}>
      <div className={styles.page}>
        <Card>
          <Form<{ customer: string }>
            layout="vertical"
            requiredMark={false}
            initialValues={{ customer: id }}
            className={styles.find ?? ''}
            onFinish={({ customer }) => {
              setAddress({ customer: customer.trim() });
            }}
          >
            <Form.Item name="customer" label={t('find')} extra={t('findHint')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
              <Input autoComplete="off" />
            </Form.Item>
            <Button type="primary" htmlType="submit">
              {t('look')}
            </Button>
          </Form>
        </Card>
        {id === '' ? (
          <Card>
            <Empty title={t('start')}>{t('findHint')}</Empty>
          </Card>
        ) : (
          <Found id={id} />
        )}
      </div>
    </Page>
  );
}

function Found({ id }: { readonly id: string }) {
  const customer = useQuery({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/customers/{customerId}', { params: { path: { customerId: id } }, signal })),
    staleTime: 0,
  });
  return (
    <Answered query={customer}>
      {(view) => (
        <>
          <Consents customer={view} />
          <Lists customer={view} />
        </>
      )}
    </Answered>
  );
}

function useRefresh(id: string) {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['customer', id] });
}

function Consents({ customer }: { readonly customer: Customer }) {
  const t = useTexts(texts);
  const format = useFormat();
  const mayChange = usePermission()('customers:write');
  const [changing, setChanging] = useState<string | null>(null);
  const className = (name: string) => (name === 'marketing' || name === 'service' ? t(`class.${name}`) : name);
  const rows: Row[] = [
    ...customer.consents.map((consent) => ({ class: consent.class, state: consent.state, source: consent.source, at: consent.at })),
    ...usual.filter((name) => !customer.consents.some((consent) => consent.class === name)).map((name) => ({ class: name, state: 'unknown' as const })),
  ];
  const may = (isAllowed: boolean) => <Tag color={isAllowed ? 'success' : 'default'}>{t(isAllowed ? 'allowed' : 'silent')}</Tag>;
  const columns: TableColumnsType<Row> = [
    {
      title: t('classOf'),
      key: 'class',
      render: (_, row) => (
        <>
          {className(row.class)}
          <span className="on-telephones">{[row.source, row.at && format.dateTime(row.at)].filter(Boolean).join(' · ')}</span>
        </>
      ),
    },
    { title: t('state'), key: 'state', render: (_, row) => <Tag color={colours[row.state]}>{t(`state.${row.state}`)}</Tag> },
    // Service messages need no consent; only a refusal silences them.
    { title: t('meansActive'), key: 'active', responsive: ['md'], render: (_, row) => may(row.state === 'granted' || (row.state === 'unknown' && row.class === 'service')) },
    { title: t('meansPassive'), key: 'passive', responsive: ['md'], render: (_, row) => may(row.state !== 'refused') },
    { title: t('source'), key: 'source', responsive: ['md'], render: (_, row) => row.source ?? '–' },
    { title: t('at'), key: 'at', responsive: ['md'], render: (_, row) => (row.at === undefined ? '–' : format.dateTime(row.at)) },
    {
      key: 'actions',
      align: 'right',
      title: <span className="for-readers-only">{t('actions')}</span>,
      render: (_, row) =>
        mayChange && (
          <Button
            size="small"
            aria-label={`${t('change')} ${className(row.class)}`}
            onClick={() => {
              setChanging(row.class);
            }}
          >
            {t('change')}
          </Button>
        ),
    },
  ];
  return (
    <Card
      title={<h2 className={styles.heading}>{t('consents')}</h2>}
      styles={{ body: { padding: 0 } }}
      extra={
        mayChange && (
          <Button
            onClick={() => {
              setChanging('');
            }}
          >
            {t('addClass')}
          </Button>
        )
      }
    >
      {!mayChange && <Alert type="info" title={t('readOnly')} banner />}
      <Table<Row> rowKey="class" columns={columns} dataSource={rows} pagination={false} />
      {changing !== null && (
        <ChangeDialog
          customerId={customer.customerId}
          of={changing}
          name={className(changing)}
          state={rows.find((row) => row.class === changing)?.state ?? 'unknown'}
          onClose={() => {
            setChanging(null);
          }}
        />
      )}
    </Card>
  );
}

interface ChangeDialogProps {
  readonly customerId: string;
  /** Empty: of a class that is typed. */
  readonly of: string;
  readonly name: string;
  readonly state: State;
  readonly onClose: () => void;
}

interface Change {
  readonly messageClass: string;
  readonly state: State;
  readonly source: string;
}

function ChangeDialog({ customerId, of, name, state, onClose }: ChangeDialogProps) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Change>();
  const { place, shown } = useProblemFields(form);
  const refresh = useRefresh(customerId);
  const put = useMutation({
    mutationFn: ({ messageClass, ...said }: Change) =>
      answer(api.PUT('/api/v1/customers/{customerId}/consents/{messageClass}', { params: { path: { customerId, messageClass } }, body: { ...said, at: null } })),
    onSuccess: refresh,
  });
  return (
    <Modal open title={of === '' ? t('addClass') : t('changeTitle', { name })} okText={t('save')} confirmLoading={put.isPending} onOk={form.submit} onCancel={onClose}>
      <Failure error={put.error} shown={shown} />
      <Form<Change>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ messageClass: of, state, source: '' }}
        onFinish={(change) => {
          put.mutate(change, {
            onError: place,
            onSuccess: () => {
              void message.success(t('saved'));
              onClose();
            },
          });
        }}
      >
        <Form.Item name="messageClass" label={t('classOf')} hidden={of !== ''} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('classRule') }]}>
          <Input />
        </Form.Item>
        <Form.Item name="state" label={t('state')}>
          <Radio.Group options={states.map((value) => ({ value, label: t(`state.${value}`) }))} />
        </Form.Item>
        <Form.Item name="source" label={t('source')} extra={t('sourceHint')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
          <AutoComplete options={sources.map((value) => ({ value }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function Lists({ customer }: { readonly customer: Customer }) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const mayChange = usePermission()('customers:write');
  const refresh = useRefresh(customer.customerId);
  const put = useMutation({
    mutationFn: (lists: { neverDisturb: boolean | null; neverOffer: boolean | null }) =>
      answer(api.PUT('/api/v1/customers/{customerId}/lists', { params: { path: { customerId: customer.customerId } }, body: lists })),
    onSuccess: async () => {
      await refresh();
      void message.success(t('saved'));
    },
  });
  return (
    <Card title={<h2 className={styles.heading}>{t('lists')}</h2>}>
      <Failure error={put.error} />
      <Space orientation="vertical">
        {(['neverDisturb', 'neverOffer'] as const).map((list) => (
          <span key={list} className={styles.list}>
            <Switch
              checked={customer.lists[list]}
              disabled={!mayChange}
              loading={put.isPending}
              aria-label={t(list)}
              onChange={(on) => {
                put.mutate({ neverDisturb: null, neverOffer: null, [list]: on });
              }}
            />
            {t(list)}
          </span>
        ))}
      </Space>
    </Card>
  );
}
