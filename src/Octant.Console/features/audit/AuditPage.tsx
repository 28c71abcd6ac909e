import { AutoComplete, Button, Card, Checkbox, Col, DatePicker, Form, Input, Row, Table, Tag, type TableColumnsType } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { useZone } from '../../ui/zone/ZoneProvider';
import administration from '../administration/administration.module.css';
import { UnitSelect } from '../administration/UnitSelect';
import { useUnitName } from '../administration/units';
import { usePermission, useSession } from '../session/session';
import { useOperators, type Operator } from '../operators/operators';
import { kindsOfThings, pageSize, useAudit, type AuditItem, type AuditQuestion } from './audit';
import { texts } from './texts';
import { VerificationCard } from './VerificationCard';

/** What is recorded when a full telephone number was shown. */
const shownInFull = 'shown in full';

interface Asked {
  readonly who?: string;
  readonly action?: string;
  readonly kind?: string;
  readonly id?: string;
  readonly text?: string;
  readonly unit?: string | null;
  readonly from?: Dayjs | null;
  readonly to?: Dayjs | null;
  readonly fullNumbers?: boolean;
}

/** A staff number or the id of a key, as the trail writes it; operators where it is not said. */
function actorOf(who: string | undefined): string | undefined {
  const typed = who?.trim();
  return typed === undefined || typed === '' ? undefined : typed.includes('/') ? typed : `operator/${typed}`;
}

export default function AuditPage() {
  const t = useTexts(texts);
  const mayVerify = useSession().entitlements.wholeOrganisation;
  const [question, setQuestion] = useState<AuditQuestion>({});
  const [page, setPage] = useState(1);
  const found = useAudit(question, page);
  return (
    <Page title={t('title')} detail={t('detail')}>
      <div className={administration.stack}>
        <Card>
          <SearchForm
            onAsked={(asked) => {
              setQuestion(asked);
              setPage(1);
            }}
          />
        </Card>
        <Card styles={{ body: { padding: 0 } }}>
          <Answered query={found} rows={8}>
            {(trail) => <AuditTable items={trail.items} total={trail.total} page={page} onPage={setPage} />}
          </Answered>
        </Card>
        {mayVerify && <VerificationCard />}
      </div>
    </Page>
  );
}

function SearchForm({ onAsked }: { readonly onAsked: (question: AuditQuestion) => void }) {
  const t = useTexts(texts);
  const permits = usePermission();
  const zone = useZone();
  const [form] = Form.useForm<Asked>();
  const ask = (asked: Asked) => {
    onAsked({
      actor: actorOf(asked.who),
      action: asked.fullNumbers ? shownInFull : asked.action?.trim(),
      kind: asked.kind?.trim(),
      id: asked.id?.trim(),
      text: asked.text?.trim(),
      organisation: asked.unit ?? undefined,
      from: asked.from ? zone.startOf(asked.from) : undefined,
      to: asked.to ? zone.startOf(asked.to.add(1, 'day')) : undefined,
    });
  };
  return (
    <Form<Asked> form={form} layout="vertical" onFinish={ask} initialValues={{ fullNumbers: false }}>
      <Row gutter={[16, 0]}>
        <Col xs={24} sm={12} lg={6}>
          <Form.Item name="who" label={t('who')}>
            {permits('operators:read') ? <WhoField /> : <Input placeholder={t('whoPlaceholder')} allowClear />}
          </Form.Item>
        </Col>
        <Col xs={24} sm={12} lg={6}>
          <Form.Item name="action" label={t('what')}>
            <Input placeholder={t('whatPlaceholder')} allowClear />
          </Form.Item>
        </Col>
        <Col xs={24} sm={12} lg={6}>
          <Form.Item name="kind" label={t('kind')}>
            <AutoComplete
              placeholder={t('kindPlaceholder')}
              allowClear
              options={kindsOfThings.map((kind) => ({ value: kind }))}
              showSearch={{ filterOption: (words, option) => String(option?.value).includes(words.trim().toLowerCase()) }}
            />
          </Form.Item>
        </Col>
        <Col xs={24} sm={12} lg={6}>
          <Form.Item name="id" label={t('id')}>
            <Input allowClear />
          </Form.Item>
        </Col>
        <Col xs={12} lg={6}>
          <Form.Item name="from" label={`${t('when')} · ${t('from')}`}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        </Col>
        <Col xs={12} lg={6}>
          <Form.Item name="to" label={`${t('when')} · ${t('to')}`}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        </Col>
        <Col xs={24} sm={12} lg={6}>
          <Form.Item name="unit" label={t('unit')}>
            <UnitSelect placeholder={t('anyUnit')} />
          </Form.Item>
        </Col>
        <Col xs={24} sm={12} lg={6}>
          <Form.Item name="text" label={t('text')}>
            <Input allowClear />
          </Form.Item>
        </Col>
      </Row>
      <div className={administration.row}>
        <Button type="primary" htmlType="submit">
          {t('search')}
        </Button>
        <Button
          onClick={() => {
            form.resetFields();
            onAsked({});
          }}
        >
          {t('clear')}
        </Button>
        <Form.Item name="fullNumbers" valuePropName="checked" noStyle>
          <Checkbox
            onChange={() => {
              form.submit();
            }}
          >
            {t('fullNumbers')}
          </Checkbox>
        </Form.Item>
      </div>
    </Form>
  );
}

/** Found by name as well as by staff number. */
function WhoField({ id, value, onChange }: { readonly id?: string; readonly value?: string; readonly onChange?: (who: string) => void }) {
  const t = useTexts(texts);
  const operators = useOperators();
  return (
    <AutoComplete
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      {...(onChange === undefined ? {} : { onChange })}
      placeholder={t('whoPlaceholder')}
      allowClear
      options={operators.data?.map(({ staffNumber, name }) => ({ value: staffNumber, label: `${staffNumber} ${name}` })) ?? []}
      showSearch={{ filterOption: (words, option) => String(option?.label).toLowerCase().includes(words.trim().toLowerCase()) }}
    />
  );
}

interface AuditTableProps {
  readonly items: readonly AuditItem[];
  readonly total: number;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

const actionKeys = Object.keys(texts).filter((key): key is Extract<keyof typeof texts, `action.${string}`> => key.startsWith('action.'));

function AuditTable({ items, total, page, onPage }: AuditTableProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const unitName = useUnitName();
  const mayNameOperators = usePermission()('operators:read');
  const columns: TableColumnsType<AuditItem> = [
    { title: t('entry'), key: 'number', width: 80, align: 'right', responsive: ['lg'], render: (_, item) => <span className="figure">{item.number}</span> },
    { title: t('when'), key: 'when', render: (_, item) => format.dateTime(item.at) },
    { title: t('who'), key: 'who', render: (_, item) => (mayNameOperators ? <NamedActor actor={item.actor} /> : <Actor actor={item.actor} operators={[]} />) },
    {
      title: t('what'),
      key: 'what',
      render: (_, item) => {
        const known = actionKeys.find((key) => key === `action.${item.action}`);
        return <Tag className={administration.words ?? ''} color={item.action === shownInFull ? 'warning' : item.action === 'deleted' ? 'error' : 'default'}>{known === undefined ? item.action : t(known)}</Tag>;
      },
    },
    {
      title: t('kind'),
      key: 'thing',
      render: (_, item) => (
        <span className={administration.two}>
          <span style={{ overflowWrap: 'anywhere' }}>{item.id}</span>
          <span className={administration.faint}>{item.kind}</span>
        </span>
      ),
    },
    { title: t('detailOf'), key: 'detail', responsive: ['md'], render: (_, item) => <span style={{ overflowWrap: 'anywhere' }}>{item.detail}</span> },
    { title: t('unit'), key: 'unit', responsive: ['xl'], render: (_, item) => (item.organisation ? unitName(item.organisation) : '') },
  ];
  return (
    <Table<AuditItem>
      rowKey="number"
      size="middle"
      columns={columns}
      dataSource={[...items]}
      pagination={{ current: page, pageSize, total, showSizeChanger: false, showTotal: (count) => t('found', { count: format.number(count) }), onChange: onPage, align: 'end', style: { padding: '0 16px' } }}
      locale={{ emptyText: <Empty title={t('none')}>{t('noneDetail')}</Empty> }}
    />
  );
}

function NamedActor({ actor }: { readonly actor: string }) {
  return <Actor actor={actor} operators={useOperators().data ?? []} />;
}

function Actor({ actor, operators }: { readonly actor: string; readonly operators: readonly Operator[] }) {
  const t = useTexts(texts);
  const [sort, id = ''] = actor.split('/', 2);
  const operator = sort === 'operator' ? operators.find((known) => known.staffNumber === id) : undefined;
  return (
    <span className={administration.two}>
      <span>{operator?.name ?? (sort === 'key' ? t('byKey', { id }) : id || actor)}</span>
      {operator !== undefined && <span className={administration.faint}>{id}</span>}
    </span>
  );
}
