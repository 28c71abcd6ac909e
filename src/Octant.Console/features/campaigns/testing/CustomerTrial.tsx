import { Button, Form, Input, Select, Space } from 'antd';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Failure } from '../../../ui/states/Failure';
import { useProblemFields } from '../../../ui/states/useProblemFields';
import { useChannelName } from '../../channels/channels';
import type { Campaign } from '../campaigns';
import styles from '../detail.module.css';
import { Finding } from './Finding';
import { texts } from './texts';
import { useSomebody, useTrial } from './testing';

interface Question {
  readonly customerId: string;
  readonly channel: string;
}

/** What the campaign would do for one customer now, live or not. */
export function CustomerTrial({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const [form] = Form.useForm<Question>();
  const { place, shown } = useProblemFields(form);
  const nameOf = useChannelName();
  const trial = useTrial(campaign.id);
  const somebody = useSomebody(campaign);
  return (
    <section>
      <h2 className={styles.heading}>{t('tryOne')}</h2>
      <Form<Question>
        form={form}
        name="trial"
        layout="inline"
        className={styles.trial ?? ''}
        initialValues={{ customerId: '', channel: campaign.channels[0] }}
        requiredMark={false}
        onFinish={(question) => {
          trial.mutate(question, { onError: place });
        }}
      >
        <Form.Item name="customerId" label={t('customerId')} rules={[{ required: true, whitespace: true, message: t('customerIdMissing') }]}>
          <Input spellCheck={false} />
        </Form.Item>
        <Form.Item name="channel" label={t('channel')}>
          <Select className={styles.channelChoice ?? ''} options={campaign.channels.map((id) => ({ value: id, label: nameOf(id) }))} />
        </Form.Item>
        <Space wrap>
          <Button type="primary" htmlType="submit" loading={trial.isPending}>
            {t('try')}
          </Button>
          <Button
            loading={somebody.isPending}
            onClick={() => {
              somebody.mutate(undefined, {
                onSuccess: (customerId) => {
                  if (customerId !== null) {
                    form.setFieldValue('customerId', customerId);
                    form.submit();
                  }
                },
              });
            }}
          >
            {t('somebody')}
          </Button>
        </Space>
      </Form>
      <Failure error={trial.error ?? somebody.error} shown={shown} />
      {somebody.data === null && <p className={styles.note}>{t('nobody')}</p>}
      {trial.data && (
        <div className={styles.finding} role="status">
          <Finding trial={trial.data} />
        </div>
      )}
    </section>
  );
}
