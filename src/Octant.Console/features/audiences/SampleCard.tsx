import { Button, Card, Table, Tag, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import type { components } from '../../api/schema';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { useSample } from './audiences';
import styles from './audiences.module.css';
import type { Attribute } from './dictionary';
import { texts } from './texts';

type Customer = components['schemas']['CustomerView'];

const size = 8;
const attributesShown = 3;

/** A few of them by name, drawn evenly; drawn only when somebody asks, because every look at a customer is one. */
export function SampleCard({ expression, attributes }: { readonly expression: string; readonly attributes: readonly Attribute[] }) {
  const t = useTexts(texts);
  const [seed, setSeed] = useState<number | null>(null);
  const sample = useSample(expression, size, seed ?? 0, seed !== null);
  return (
    <Card
      title={t('sample')}
      className={styles.full ?? ''}
      extra={
        <Button
          loading={sample.isFetching}
          onClick={() => {
            setSeed((seed ?? 0) + 1);
          }}
        >
          {seed === null ? t('drawSample', { count: size }) : t('drawAgain')}
        </Button>
      }
    >
      {seed === null ? <Empty title={t('sampleDetail')} /> : <Answered query={sample}>{(drawn) => <SampleTable customers={drawn} attributes={attributes} />}</Answered>}
    </Card>
  );
}

function SampleTable({ customers, attributes }: { readonly customers: readonly Customer[]; readonly attributes: readonly Attribute[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const named = [...new Set(customers.flatMap((customer) => Object.keys(customer.texts)))];
  const shown = attributes.filter(({ kind }) => kind === 'number' || kind === 'category').slice(0, attributesShown);
  const show = (value: unknown) => (typeof value === 'number' ? format.number(value, 2) : typeof value === 'string' ? value : '–');
  const columns: TableColumnsType<Customer> = [
    { title: t('customer'), dataIndex: 'customerId' },
    ...named.map((name) => ({ title: name, key: name, render: (_: unknown, customer: Customer) => customer.texts[name] ?? '–' })),
    ...shown.map(({ name }) => ({ title: name, key: name, responsive: ['md' as const], render: (_: unknown, customer: Customer) => show((customer.attributes as Record<string, unknown>)[name]) })),
    { title: t('tags'), key: 'tags', responsive: ['xxl'], render: (_, customer) => customer.tags.slice(0, 2).map((tag) => <Tag key={tag}>{tag}</Tag>) },
  ];
  return <Table<Customer> rowKey="customerId" size="small" columns={columns} dataSource={[...customers]} pagination={false} locale={{ emptyText: <Empty title={t('noProfile')} /> }} />;
}
