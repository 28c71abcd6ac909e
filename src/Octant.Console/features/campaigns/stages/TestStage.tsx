import { Alert, Button, Form, Input, Select, Tag } from 'antd';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { Failure } from '../../../ui/states/Failure';
import { useChannels } from '../../channels/channels';
import { usePermission } from '../../session/session';
import { useCheck, useTrial, type Explanation } from '../campaign';
import type { Campaign } from '../campaigns';
import { texts } from '../detail.texts';
import styles from '../detail.module.css';

/** Whether it can go live, and what it would do to one customer: yes, or which step stopped it and what little would have to change. */
export function TestStage({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const mayTry = usePermission()('decisions:write');
  return (
    <div className={styles.sections}>
      <section>
        <h2 className={styles.heading}>{t('check')}</h2>
        <Answered query={useCheck(campaign.id)} rows={1}>
          {(check) =>
            check.canGoLive ? (
              <Alert type="success" showIcon title={t('canGoLive')} />
            ) : (
              <Alert
                type="error"
                showIcon
                title={t('cannotGoLive')}
                description={
                  <ul>
                    {check.errors.map((error) => (
                      <li key={`${error.field} ${error.message}`}>
                        <code>{error.field}</code> {error.message}
                      </li>
                    ))}
                  </ul>
                }
              />
            )
          }
        </Answered>
      </section>
      {mayTry && (
        <section>
          <h2 className={styles.heading}>{t('tryOne')}</h2>
          <Trial campaign={campaign} />
        </section>
      )}
    </div>
  );
}

function Trial({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const channels = useChannels();
  const trial = useTrial();
  const found = trial.data?.explanation?.campaigns.find((explained) => explained.campaign === campaign.id);
  const nameOf = (id: string) => channels.data?.find((channel) => channel.id === id)?.name ?? id;
  return (
    <>
      <Form<{ customerId: string; channel: string }>
        layout="inline"
        className={styles.trial ?? ''}
        initialValues={{ channel: campaign.channels[0] }}
        requiredMark={false}
        onFinish={trial.mutate}
      >
        <Form.Item name="customerId" label={t('customerId')} rules={[{ required: true, whitespace: true, message: t('customerIdMissing') }]}>
          <Input />
        </Form.Item>
        <Form.Item name="channel" label={t('channel')}>
          <Select className={styles.channelChoice ?? ''} options={campaign.channels.map((id) => ({ value: id, label: nameOf(id) }))} />
        </Form.Item>
        <Button htmlType="submit" loading={trial.isPending}>
          {t('try')}
        </Button>
      </Form>
      <Failure error={trial.error} />
      {trial.data && (found ? <Finding finding={found} /> : <Alert type="info" showIcon title={t('notLiveYet')} description={t('notLiveYetDetail')} />)}
    </>
  );
}

function Finding({ finding }: { readonly finding: Explanation }) {
  const t = useTexts(texts);
  const format = useFormat();
  const isOffered = finding.stage === 'recommended';
  return (
    <div className={styles.finding} role="status">
      <p>
        <Tag color={isOffered ? 'green' : 'orange'}>{t(`decision.${finding.stage}`)}</Tag>
        {finding.reason && <code>{finding.reason}</code>} {finding.related && <code>{finding.related}</code>}
      </p>
      {isOffered && <p>{t('offered', { offering: finding.offering ?? '', rank: finding.rank ?? 1 })}</p>}
      {finding.freesAt && <p>{t('freesAt', { time: format.dateTime(finding.freesAt) })}</p>}
      {finding.scoreRatio !== null && finding.scoreRatio !== undefined && <p>{t('scoreRatio', { share: format.percent(finding.scoreRatio) })}</p>}
      {finding.condition && (
        <>
          <p>{t('wouldHaveTo')}</p>
          <ul>
            {finding.condition.smallestChange.map((clause) => (
              <li key={clause.text}>
                <code className={styles.code}>{clause.text}</code> {t('itIs', { value: clause.value })}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
