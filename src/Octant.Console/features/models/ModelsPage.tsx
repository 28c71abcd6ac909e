import { App, Button, Card, Col, Popconfirm, Row, Space, Statistic, Table, Tag, type TableColumnsType } from 'antd';
import { useFormat } from '../../ui/format/useFormat';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { Failure } from '../../ui/states/Failure';
import administration from '../administration/administration.module.css';
import { usePermission } from '../session/session';
import { useModels, useModelState, useModelStep, type ModelState, type ModelVersion } from './models';
import { ReportCard } from './ReportCard';
import { texts } from './texts';

export default function ModelsPage() {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const mayChange = usePermission()('models:write');
  const state = useModelState();
  const models = useModels();
  const step = useModelStep();
  return (
    <Page
      title={t('title')}
      detail={t('detail')}
      actions={
        mayChange &&
        state.data !== undefined && (
          <>
            {state.data.frozen ? (
              <Button
                onClick={() => {
                  step.mutate({ step: 'thaw' });
                }}
              >
                {t('thaw')}
              </Button>
            ) : (
              <Popconfirm
                title={t('freezeSure')}
                okText={t('freeze')}
                onConfirm={() => {
                  step.mutate({ step: 'freeze' });
                }}
              >
                <Button>{t('freeze')}</Button>
              </Popconfirm>
            )}
            <Button
              type="primary"
              disabled={state.data.frozen}
              loading={step.isPending}
              onClick={() => {
                step.mutate({ step: 'train' }, { onSuccess: () => void message.success(t('trained')) });
              }}
            >
              {t('train')}
            </Button>
          </>
        )
      }
    >
      <div className={administration.stack}>
        <Failure error={step.error} />
        <Answered query={state}>{(now) => <State state={now} newest={models.data?.[0]} />}</Answered>
        <ReportCard />
        <Row gutter={[16, 16]}>
          <Col xs={24} xl={14}>
            <Card title={t('versions')}>
              <Answered query={models}>
                {(items) => (
                  <VersionTable
                    versions={items}
                    current={state.data?.version ?? 0}
                    mayChange={mayChange}
                    onRestore={(version) => {
                      step.mutate({ step: 'restore', version }, { onSuccess: () => void message.success(t('trained')) });
                    }}
                  />
                )}
              </Answered>
            </Card>
          </Col>
          <Col xs={24} xl={10}>
            <Card title={t('segments')}>
              <Answered query={state}>{(now) => <SegmentTable state={now} />}</Answered>
            </Card>
          </Col>
        </Row>
      </div>
    </Page>
  );
}

function State({ state, newest }: { readonly state: ModelState; readonly newest: ModelVersion | undefined }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Card>
      <Row gutter={[24, 16]}>
        <Col xs={12} md={6}>
          <Statistic title={t('current')} value={state.version === 0 ? t('noModel') : String(state.version)} />
        </Col>
        <Col xs={12} md={6}>
          <Statistic title={t('learning')} value={t(state.frozen ? 'learning.frozen' : 'learning.on')} />
        </Col>
        <Col xs={12} md={6}>
          <Statistic title={t('outcomes')} value={format.number(newest?.outcomes ?? 0)} />
        </Col>
        <Col xs={12} md={6}>
          <Statistic title={t('accepted')} value={format.number(newest?.accepted ?? 0)} />
        </Col>
      </Row>
    </Card>
  );
}

interface VersionTableProps {
  readonly versions: readonly ModelVersion[];
  readonly current: number;
  readonly mayChange: boolean;
  readonly onRestore: (version: number) => void;
}

function VersionTable({ versions, current, mayChange, onRestore }: VersionTableProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns: TableColumnsType<ModelVersion> = [
    {
      title: t('version'),
      key: 'version',
      width: 130,
      render: (_, { version }) => (
        <Space>
          <span className="figure">{version}</span>
          {version === current && <Tag color="success">{t('current')}</Tag>}
        </Space>
      ),
    },
    { title: t('publishedAt'), key: 'publishedAt', render: (_, { publishedAt }) => format.dateTime(publishedAt) },
    { title: t('outcomes'), key: 'outcomes', align: 'right', responsive: ['sm'], render: (_, { outcomes }) => <span className="figure">{format.number(outcomes)}</span> },
    {
      title: t('origin'),
      key: 'origin',
      responsive: ['md'],
      render: (_, { restoredFrom }) => (restoredFrom ? t('restoredFrom', { version: restoredFrom }) : t('learnt')),
    },
    { title: t('fingerprint'), key: 'fingerprint', responsive: ['lg'], render: (_, { fingerprint }) => <code title={fingerprint}>{fingerprint.slice(0, 8)}</code> },
    ...(mayChange
      ? [
          {
            title: <span className="for-readers-only">{t('actions')}</span>,
            key: 'actions',
            width: 100,
            align: 'right' as const,
            render: (_: unknown, { version }: ModelVersion) =>
              version !== current && (
                <Popconfirm
                  title={t('restoreSure', { version })}
                  okText={t('restore')}
                  onConfirm={() => {
                    onRestore(version);
                  }}
                >
                  <Button size="small">{t('restore')}</Button>
                </Popconfirm>
              ),
          },
        ]
      : []),
  ];
  return (
    <Table<ModelVersion>
      rowKey="version"
      size="middle"
      columns={columns}
      dataSource={[...versions]}
      pagination={versions.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
      locale={{ emptyText: <Empty title={t('noVersions')}>{t('noVersionsDetail')}</Empty> }}
    />
  );
}

function SegmentTable({ state }: { readonly state: ModelState }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns: TableColumnsType<ModelState['segments'][number]> = [
    {
      title: t('offering'),
      key: 'offering',
      render: (_, { offering, channel }) => (
        <span className={administration.two}>
          <span>{offering}</span>
          <span className={administration.faint}>{channel}</span>
        </span>
      ),
    },
    {
      title: t('outcomes'),
      key: 'outcomes',
      align: 'right',
      sorter: (one, other) => one.outcomes - other.outcomes,
      defaultSortOrder: 'descend',
      render: (_, { outcomes }) => <span className="figure">{format.number(outcomes)}</span>,
    },
    {
      title: t('rate'),
      key: 'rate',
      align: 'right',
      render: (_, { outcomes, accepted }) => <span className="figure">{outcomes === 0 ? '' : format.percent(accepted / outcomes)}</span>,
    },
  ];
  return (
    <Table
      rowKey={({ offering, channel }) => `${offering} ${channel}`}
      size="middle"
      columns={columns}
      dataSource={state.segments}
      pagination={state.segments.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
      locale={{ emptyText: <Empty title={t('noVersions')}>{t('noVersionsDetail')}</Empty> }}
    />
  );
}
