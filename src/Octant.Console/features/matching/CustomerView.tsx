import { Button, Card, Col, Form, Input, Row, Statistic, Table, Tag, Typography, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { DocumentSelect } from '../../ui/form/DocumentSelect';
import { useFormat } from '../../ui/format/useFormat';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { useChannelName } from '../channels/channels';
import { offerings } from '../offerings/offerings';
import { useClusters } from '../offerings/useClusters';
import { usePermission } from '../session/session';
import { HighValueCard } from './HighValueCard';
import { useCustomerMatch, useProspects } from './matching';
import styles from './matching.module.css';
import { texts } from './texts';
import { useMatchingWords } from './useMatchingWords';
import type { components } from '../../api/schema';

type Habits = components['schemas']['CustomerMatch']['marketing'];
type Prospect = components['schemas']['CustomerProspect'];

/** Customers for a product, products for a customer, and by which channel. */
export function CustomerView() {
  const permits = usePermission();
  return (
    <Row gutter={[16, 16]}>
      <Col xs={24} xl={10}>
        <div className={styles.page}>
          {permits('audiences:read') && <Prospects />}
          <HighValueCard />
        </div>
      </Col>
      <Col xs={24} xl={14}>{permits('customers:read') && <OneCustomer />}</Col>
    </Row>
  );
}

function Prospects() {
  const t = useTexts(texts);
  const format = useFormat();
  const [chosen, setChosen] = useState<string | null>(null);
  const prospects = useProspects(chosen);
  return (
    <Card title={<h2 className={styles.cardTitle}>{t('findCustomers')}</h2>}>
      <div className={styles.page}>
        <DocumentSelect kind={offerings} nameOf={(offering) => offering.name} aria-label={t('chooseOffering')} placeholder={t('chooseOffering')} value={chosen} onChange={setChosen} />
        {chosen !== null && (
          <Answered query={prospects}>
            {(found) =>
              !found.expression ? (
                <p className={styles.note}>{t('noCluster')}</p>
              ) : (
                <>
                  <Statistic value={format.number(found.count)} suffix={t('prospects')} />
                  <p className={styles.note}>
                    {t('prospectsOf', { total: format.number(found.total), share: format.percent(found.total === 0 ? 0 : found.count / found.total), owners: format.number(found.owners) })}
                  </p>
                  {found.dimension && <Tag>{t(`dimension.${found.dimension}`)}</Tag>}
                  <ul className={styles.sources}>
                    {typeof found.byBehaviour === 'number' && (
                      <li>
                        <span>{t('behaves')}</span>
                        <span className="figure">{format.number(found.byBehaviour)}</span>
                      </li>
                    )}
                    {found.sources.map((source) => (
                      <li key={source.offering}>
                        <span>
                          {t('hasOther')} · {source.name}
                        </span>
                        <span className="figure">{format.number(source.count)}</span>
                      </li>
                    ))}
                  </ul>
                  <p className={styles.note}>{t('expression')}</p>
                  <Typography.Paragraph code copyable={{ text: found.expression, tooltips: [t('copy'), t('copied')] }} className={styles.expression ?? ''}>
                    {found.expression}
                  </Typography.Paragraph>
                </>
              )
            }
          </Answered>
        )}
      </div>
    </Card>
  );
}

function OneCustomer() {
  const t = useTexts(texts);
  const words = useMatchingWords();
  const name = useName();
  const clusters = useClusters();
  const nameOf = useChannelName();
  const [id, setId] = useState<string | null>(null);
  const match = useCustomerMatch(id);
  const channelName = (channel: string | null | undefined) => channel ? nameOf(channel) : '–';
  const clusterName = (cluster: string) => {
    const known = clusters.find((one) => one.id === cluster);
    return known === undefined ? cluster : name(known.name);
  };
  const habits = (found: Habits, least: number) =>
    found.reduce((sum, habit) => sum + (habit.times ?? 0), 0) < least ? t('noHabit', { count: least }) : found.map((habit) => t('times', { channel: channelName(habit.channel ?? null), count: habit.times ?? 0 })).join(' · ');
  const columns: TableColumnsType<Prospect> = [
    { title: t('offer'), key: 'offer', render: (_, prospect) => prospect.name },
    { title: t('tier'), key: 'tier', width: '20%', render: (_, { tier }) => words.tier(tier ?? 'ordinary') },
    {
      title: t('by'),
      key: 'by',
      width: '45%',
      render: (_, prospect) => (
        <>
          {channelName(prospect.channel)} {prospect.by && <span className={styles.note}>{t(`by.${prospect.by}`)}</span>}
        </>
      ),
    },
  ];
  return (
    <Card title={<h2 className={styles.cardTitle}>{t('oneCustomer')}</h2>}>
      <Form<{ customer: string }>
        layout="vertical"
        requiredMark={false}
        className={styles.find ?? ''}
        onFinish={({ customer }) => {
          setId(customer.trim());
        }}
      >
        <Form.Item name="customer" label={t('customerId')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t('look')}
        </Button>
      </Form>
      {id !== null && (
        <Answered query={match}>
          {(found) => (
            <div className={styles.page} data-testid="customer-match">
              <dl className={styles.facts}>
                <dt>{found.customerId}</dt>
                <dd>
                  <Tag color={found.highValue === true ? 'error' : 'default'}>
                    {t(found.highValue === true ? 'highValue' : found.highValue === false ? 'ordinaryValue' : 'unknownValue')}
                  </Tag>
                </dd>
                <dt>{t('marketingHabit')}</dt>
                <dd>{habits(found.marketing, found.minimumEvidence)}</dd>
                <dt>{t('serviceHabit')}</dt>
                <dd>{habits(found.service, found.minimumEvidence)}</dd>
              </dl>
              {found.clusters.length === 0 ? (
                <Empty title={t('noClusters')}>{t('noClustersDetail')}</Empty>
              ) : (
                found.clusters.map((cluster) => (
                  <section key={cluster.cluster}>
                    <h3 className={styles.clusterTitle}>
                      {clusterName(cluster.cluster)}{' '}
                      <span className={styles.note}>
                        {cluster.owned.length > 0 ? `${t('owned')}: ${cluster.owned.join(', ')}` : ''} {cluster.byBehaviour ? t('behaves') : ''}
                      </span>
                    </h3>
                    <Table<Prospect> rowKey="offering" size="small" columns={columns} dataSource={cluster.prospects} pagination={cluster.prospects.length > 5 && { pageSize: 5, size: 'small' }} />
                  </section>
                ))
              )}
            </div>
          )}
        </Answered>
      )}
    </Card>
  );
}
