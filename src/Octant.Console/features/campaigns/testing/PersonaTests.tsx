import { PlusOutlined } from '@ant-design/icons';
import { Button, Popconfirm, Space, Table, Tag, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { Empty } from '../../../ui/states/Empty';
import { Failure } from '../../../ui/states/Failure';
import type { Campaign } from '../campaigns';
import styles from '../detail.module.css';
import { Finding } from './Finding';
import { PersonaForm } from './PersonaForm';
import { texts } from './texts';
import { useSaveTests, useTestResults, useTests, type PersonaTest, type TestResults } from './testing';

type Result = TestResults['personas'][number];

interface PersonaTestsProps {
  readonly campaign: Campaign;
  readonly mayChange: boolean;
}

/** People made up whom it must, or must not, make an offer to; kept with the campaign and run again whenever somebody looks. */
export function PersonaTests({ campaign, mayChange }: PersonaTestsProps) {
  const t = useTexts(texts);
  const tests = useTests(campaign.id);
  const results = useTestResults(campaign.id, (tests.data?.length ?? 0) > 0);
  const save = useSaveTests(campaign.id);
  /** Null: none is open; otherwise the place of the one that is changed, or the number of all for a new one. */
  const [open, setOpen] = useState<number | null>(null);
  const personas = tests.data ?? [];
  return (
    <section>
      <div className={styles.headingRow}>
        <h2 className={styles.heading}>{t('personas')}</h2>
        {mayChange && (
          <Button
            icon={<PlusOutlined aria-hidden />}
            onClick={() => {
              save.reset();
              setOpen(personas.length);
            }}
          >
            {t('addPersona')}
          </Button>
        )}
      </div>
      <Answered query={tests} rows={2}>
        {(known) => (known.length === 0 ? <Empty title={t('noPersonas')}>{t('noPersonasDetail')}</Empty> : <Answered query={results}>{({ personas: found }) => <Results results={found} {...(mayChange ? { onChange: setOpen, onRemove: (place) => { save.mutate(personas.filter((_, other) => other !== place)); } } : {})} />}</Answered>)}
      </Answered>
      {open === null && <Failure error={save.error} />}
      {open !== null && (
        <PersonaForm
          campaign={campaign}
          {...(personas[open] === undefined ? {} : { first: personas[open] })}
          save={save}
          onClose={() => {
            setOpen(null);
          }}
          others={personas.filter((_, place) => place !== open)}
          place={open}
        />
      )}
    </section>
  );
}

interface ResultsProps {
  readonly results: readonly Result[];
  readonly onChange?: (place: number) => void;
  readonly onRemove?: (place: number) => void;
}

function Results({ results, onChange, onRemove }: ResultsProps) {
  const t = useTexts(texts);
  const columns: TableColumnsType<Result & { readonly place: number }> = [
    { title: t('persona'), dataIndex: 'name' },
    { title: t('expected'), key: 'expected', responsive: ['sm'], render: (_, { expected }) => t(`expected.${expected}`) },
    { title: t('outcome'), key: 'outcome', render: (_, { passed }) => <Tag color={passed ? 'success' : 'error'}>{t(passed ? 'passed' : 'failed')}</Tag> },
    ...(onChange && onRemove
      ? [
          {
            title: t('actions'),
            key: 'actions',
            render: (_: unknown, { place, name }: { readonly place: number; readonly name: string }) => (
              <Space size={0} wrap>
                <Button
                  type="link"
                  size="small"
                  onClick={() => {
                    onChange(place);
                  }}
                >
                  {t('change')}
                </Button>
                <Popconfirm
                  title={t('removeSure', { name })}
                  okText={t('remove')}
                  onConfirm={() => {
                    onRemove(place);
                  }}
                >
                  <Button type="link" size="small" danger>
                    {t('remove')}
                  </Button>
                </Popconfirm>
              </Space>
            ),
          },
        ]
      : []),
  ];
  return (
    <Table<Result & { readonly place: number }>
      rowKey="name"
      size="small"
      pagination={false}
      columns={columns}
      dataSource={results.map((result, place) => ({ ...result, place }))}
      expandable={{ columnTitle: <span className="for-readers-only">{t('details')}</span>, expandedRowRender: ({ trial, problem }) => (trial ? <Finding trial={trial} /> : <p>{problem}</p>) }}
    />
  );
}

export type SaveTests = ReturnType<typeof useSaveTests>;
export type { PersonaTest };
