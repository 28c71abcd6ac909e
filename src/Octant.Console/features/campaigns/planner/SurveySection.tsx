import { Col, Form, Input, InputNumber, Row, Select, Switch } from 'antd';
import { ShareInput } from '../../../ui/form/inputs';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { useChannels } from '../../channels/channels';
import type { CampaignDraft } from './draft';
import { isUsual, scales, usualQuestion, type SurveyScale } from './survey';
import { texts } from './survey.texts';
import styles from './planner.module.css';

const at = (member: string) => ['plan', 'survey', member];

/** What customers are asked after a contact, of whom, when and where. */
export function SurveySection({ draft }: { readonly draft: CampaignDraft }) {
  const t = useTexts(texts);
  const { survey } = draft.plan;
  return (
    <>
      <Form.Item name={at('isAsked')} label={t('isAsked')} extra={t('isAskedDetail')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {survey.isAsked && <SurveyFields draft={draft} />}
    </>
  );
}

function SurveyFields({ draft }: { readonly draft: CampaignDraft }) {
  const t = useTexts(texts);
  const form = Form.useFormInstance<CampaignDraft>();
  const channels = useChannels();
  const { survey } = draft.plan;
  const required = [{ required: true, message: t('missing') }];
  const words = [{ required: true, whitespace: true, message: t('missing') }];
  return (
    <Row gutter={16}>
      <Col xs={24} sm={12}>
        <Form.Item name={at('scale')} label={t('scale')}>
          <Select<SurveyScale>
            options={scales.map((value) => ({ value, label: t(`scale.${value}`) }))}
            onChange={(scale) => {
              if (isUsual(survey.question)) {
                form.setFieldValue(['plan', 'survey', 'question'], usualQuestion(scale));
              }
            }}
          />
        </Form.Item>
      </Col>
      <Col xs={24} sm={12}>
        <Form.Item name={at('channel')} label={t('channel')}>
          <Select allowClear placeholder={t('sameChannel')} options={(channels.data ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      </Col>
      <Col xs={24} lg={12}>
        <Form.Item name={[...at('question'), 'zh']} label={t('questionZh')} required rules={words}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={200} />
        </Form.Item>
      </Col>
      <Col xs={24} lg={12}>
        <Form.Item name={[...at('question'), 'en']} label={t('questionEn')} required rules={words}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={200} />
        </Form.Item>
      </Col>
      <Col xs={24} sm={8}>
        <Form.Item name={at('askedShare')} label={t('askedShare')} extra={t('askedShareDetail')} required rules={required}>
          <ShareInput />
        </Form.Item>
      </Col>
      <Col xs={12} sm={8}>
        <Form.Item name={at('delayHours')} label={t('delay')} required rules={required}>
          <InputNumber<number> min={0} max={720} className={styles.wide ?? ''} suffix={t('hours', { count: survey.delayHours })} />
        </Form.Item>
      </Col>
      <Col xs={12} sm={8}>
        <Form.Item name={at('answerDays')} label={t('answerWithin')} required rules={required}>
          <InputNumber<number> min={1} max={30} precision={0} className={styles.wide ?? ''} suffix={t('days', { count: survey.answerDays })} />
        </Form.Item>
      </Col>
    </Row>
  );
}
