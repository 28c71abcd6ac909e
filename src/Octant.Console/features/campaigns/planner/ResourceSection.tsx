import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Col, Form, InputNumber, Row, Select, Tooltip } from 'antd';
import { isPresent } from '../../../api/present';
import { MoneyInput } from '../../../ui/form/inputs';
import { useFormat } from '../../../ui/format/useFormat';
import { useName, useTexts } from '../../../ui/language/LanguageProvider';
import { useChannels } from '../../channels/channels';
import { usePermission } from '../../session/session';
import type { CampaignDraft } from './draft';
import { More } from './Section';
import { usePolicies, useUnits, type Policy } from './sources';
import { texts } from './texts';
import styles from './planner.module.css';

/** What it may cost, what it asks of channels and people, and the rules it lives with. */
export function ResourceSection({ draft }: { readonly draft: CampaignDraft }) {
  const t = useTexts(texts);
  const mayReadPolicies = usePermission()('policies:read');
  return (
    <>
      <Row gutter={16}>
        <Col xs={24} sm={12}>
          <Form.Item name="budget" label={t('budget')} extra={t('budgetDetail')}>
            <MoneyInput step={100} placeholder={t('noLimit')} />
          </Form.Item>
        </Col>
        <Col xs={24} sm={12}>
          <Form.Item name={['plan', 'frontLineHours']} label={t('frontLineHours')} extra={t('frontLineHoursDetail')}>
            <InputNumber<number> min={0} max={1_000_000} precision={0} className={styles.wide ?? ''} suffix={t('hours')} />
          </Form.Item>
        </Col>
      </Row>
      <More title={t('moreResources')}>
        <Needs draft={draft} />
      </More>
      {mayReadPolicies && <Policies />}
    </>
  );
}

/** How much of the day of which channel is asked for, and how it is divided among cities. */
function Needs({ draft }: { readonly draft: CampaignDraft }) {
  const t = useTexts(texts);
  const format = useFormat();
  const channels = useChannels();
  const free = draft.channels.filter((id) => !draft.plan.resources.some((need) => need.channel === id));
  return (
    <Form.List name={['plan', 'resources']}>
      {(rows, { add, remove }) => (
        <>
          <ul className={styles.rows}>
            {rows.map((row) => {
              const chosen = draft.plan.resources[row.name]?.channel;
              const capacity = channels.data?.find((channel) => channel.id === chosen)?.dailyCapacity;
              return (
                <li key={row.key} className={styles.row}>
                  <div className={styles.need}>
                    <Form.Item name={[row.name, 'channel']} label={t('channel')} required rules={[{ required: true, message: t('missing') }]}>
                      <Select options={(channels.data ?? []).filter(({ id }) => id === chosen || free.includes(id)).map(({ id, name }) => ({ value: id, label: name }))} />
                    </Form.Item>
                    <Form.Item
                      name={[row.name, 'contactsPerDay']}
                      label={t('contactsPerDay')}
                      required
                      rules={[{ required: true, message: t('missing') }]}
                      extra={isPresent(capacity) ? t('capacityIs', { count: format.number(capacity) }) : t('noCapacity')}
                    >
                      <InputNumber<number> min={1} precision={0} className={styles.wide ?? ''} />
                    </Form.Item>
                    <Quotas need={row.name} />
                  </div>
                  <Tooltip title={t('removeNeed')}>
                    <Button
                      type="text"
                      className={styles.remove ?? ''}
                      icon={<CloseOutlined aria-hidden />}
                      aria-label={t('removeNeed')}
                      onClick={() => {
                        remove(row.name);
                      }}
                    />
                  </Tooltip>
                </li>
              );
            })}
          </ul>
          <Button
            type="dashed"
            icon={<PlusOutlined aria-hidden />}
            disabled={free.length === 0}
            onClick={() => {
              add({ channel: free[0], quotas: [] });
            }}
          >
            {t('addNeed')}
          </Button>
        </>
      )}
    </Form.List>
  );
}

function Quotas({ need }: { readonly need: number }) {
  const t = useTexts(texts);
  const name = useName();
  const units = useUnits();
  return (
    <Form.List name={[need, 'quotas']}>
      {(rows, { add, remove }) => (
        <div className={styles.whole}>
          {rows.map((row) => (
            <div key={row.key} className={styles.quota}>
              <Form.Item name={[row.name, 'organisation']} label={t('quotaUnit')} required rules={[{ required: true, message: t('missing') }]}>
                <Select showSearch={{ optionFilterProp: 'label' }} options={(units.data?.items ?? []).map((unit) => ({ value: unit.path, label: name(unit.name) }))} />
              </Form.Item>
              <Form.Item name={[row.name, 'contacts']} label={t('quotaContacts')} required rules={[{ required: true, message: t('missing') }]}>
                <InputNumber<number> min={0} precision={0} className={styles.wide ?? ''} />
              </Form.Item>
              <Button
                type="text"
                icon={<CloseOutlined aria-hidden />}
                aria-label={t('removeQuota')}
                onClick={() => {
                  remove(row.name);
                }}
              />
            </div>
          ))}
          <Button
            size="small"
            type="link"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => {
              add({});
            }}
          >
            {t('addQuota')}
          </Button>
        </div>
      )}
    </Form.List>
  );
}

/** They hold for every campaign; a planner only needs to know them. */
function Policies() {
  const t = useTexts(texts);
  const policies = usePolicies();
  const items = policies.data?.items ?? [];
  return items.length === 0 ? null : (
    <div className={styles.policies}>
      <h3 className={styles.partTitle}>{t('policies')}</h3>
      <p className={styles.note}>{t('policiesDetail')}</p>
      <ul>
        {items.map((policy) => (
          <li key={policy.id}>
            {policy.name === undefined || policy.name === '' ? policy.id : policy.name} <span className={styles.note}>{contentsOf(policy, t)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function contentsOf(policy: Policy, t: (key: keyof typeof texts, values?: Readonly<Record<string, string | number>>) => string): string {
  const parts = [
    ...(policy.caps?.length ? [t('policy.caps', { count: policy.caps.length })] : []),
    ...(policy.coolDowns?.length ? [t('policy.coolDowns')] : []),
    ...(policy.ignoreSuppressions?.length ? [t('policy.ignored')] : []),
    ...(policy.quietHours ?? []).map(({ from, to }) => t('policy.quietHours', { from: from.slice(0, 5), to: to.slice(0, 5) })),
  ];
  return parts.join(' · ');
}
