import { App, Button, Card, Col, DatePicker, Form, Input, InputNumber, Row, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { ReactNode } from 'react';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Failure } from '../../ui/states/Failure';
import { useProblemFields } from '../../ui/states/useProblemFields';
import administration from '../administration/administration.module.css';
import type { Versioned } from '../administration/documents';
import { DurationInput } from '../../ui/form/inputs';
import { useAttributes } from '../dictionary/dictionary';
import { usePermission, useSession } from '../session/session';
import { useSaveSettings, useSettings, type Settings } from './settings';
import { texts } from './texts';

interface SettingsValues extends Omit<Settings, 'holidays'> {
  readonly holidays: readonly Dayjs[];
}

export default function SettingsPage() {
  const t = useTexts(texts);
  const settings = useSettings();
  return (
    <Page title={t('title')} detail={t('detail')}>
      <Answered query={settings} rows={10}>
        {(known) => <SettingsForm key={known.version} known={known} />}
      </Answered>
    </Page>
  );
}

/** Of the browser; what is set already is always among them. */
const zonesOf = (settings: Settings) => [...new Set([...Intl.supportedValuesOf('timeZone'), settings.zone ?? '', ...(settings.zones ?? [])])].filter(Boolean).map((zone) => ({ value: zone, label: zone }));

/** Shares are stored from 0 to 1 and written in percent. */
const percent = { min: 0, max: 1, step: 0.01, formatter: (share: number | string | undefined) => (share === undefined || share === '' ? '' : String(Number((Number(share) * 100).toFixed(4)))), parser: (text: string | undefined) => Number(text ?? 0) / 100, suffix: '%' } as const;

function SettingsForm({ known }: { readonly known: Versioned<Settings> }) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const isWhole = useSession().entitlements.wholeOrganisation;
  const mayChange = usePermission()('policies:write') && isWhole;
  const attributes = useAttributes();
  const [form] = Form.useForm<SettingsValues>();
  const { place, shown } = useProblemFields(form);
  const save = useSaveSettings();
  const namesOf = (kind: string) => attributes.data?.items.filter((attribute) => attribute.kind === kind).map(({ name }) => ({ value: name, label: name })) ?? [];
  const zones = zonesOf(known.value);
  return (
    <div className={administration.stack}>
      <Failure error={save.error} shown={shown} />
      <Form<SettingsValues>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={!mayChange}
        initialValues={{ ...known.value, holidays: (known.value.holidays ?? []).map((day) => dayjs(day)) }}
        onFinish={(values) => {
          const highValue = values.highValue?.trim() ?? '';
          save.mutate(
            {
              settings: {
                ...known.value,
                ...values,
                highValue: highValue === '' ? null : highValue,
                phoneAttribute: values.phoneAttribute ?? null,
                zoneAttribute: values.zoneAttribute ?? null,
                holidays: values.holidays.map((day) => day.format('YYYY-MM-DD')).toSorted(),
              },
              version: known.version,
            },
            { onError: place, onSuccess: () => void message.success(t('saved')) },
          );
        }}
      >
        <Row gutter={[16, 16]}>
          <Section title={t('time')}>
            <Form.Item name="zone" label={t('zone')} extra={t('zoneRule')} rules={[{ required: true, message: t('missing') }]}>
              <Select showSearch options={zones} />
            </Form.Item>
            <Form.Item name="zoneAttribute" label={t('zoneAttribute')} extra={t('zoneAttributeRule')}>
              <Select allowClear showSearch options={namesOf('category')} />
            </Form.Item>
            <Form.Item name="zones" label={t('zones')} extra={t('zonesRule')}>
              <Select mode="multiple" options={zones} />
            </Form.Item>
            <Form.Item name="holidays" label={t('holidays')} extra={t('holidaysRule')}>
              <DatePicker multiple maxTagCount="responsive" />
            </Form.Item>
          </Section>
          <Section title={t('customers')}>
            <Form.Item name="highValue" label={t('highValue')} extra={t('highValueRule')}>
              <Input.TextArea autoSize={{ minRows: 2 }} spellCheck={false} style={{ fontFamily: 'ui-monospace, Menlo, monospace' }} />
            </Form.Item>
            <Form.Item name="phoneAttribute" label={t('phoneAttribute')} extra={t('phoneAttributeRule')}>
              <Select allowClear showSearch options={namesOf('text')} />
            </Form.Item>
            <Form.Item name="globalHoldoutShare" label={t('globalHoldout')} extra={t('globalHoldoutRule')} rules={[{ required: true, message: t('missing') }]}>
              <InputNumber className={administration.wide ?? ''} {...percent} />
            </Form.Item>
          </Section>
          <Section title={t('learning')}>
            <Form.Item name={['learning', 'minimumOutcomes']} label={t('minimumOutcomes')} extra={t('minimumOutcomesRule')} rules={[{ required: true, message: t('missing') }]}>
              <InputNumber className={administration.wide ?? ''} min={1} precision={0} />
            </Form.Item>
            <Form.Item name={['learning', 'explorationShare']} label={t('explorationShare')} extra={t('explorationShareRule')} rules={[{ required: true, message: t('missing') }]}>
              <InputNumber className={administration.wide ?? ''} {...percent} />
            </Form.Item>
            <Form.Item name={['learning', 'temperature']} label={t('temperature')} extra={t('temperatureRule')} rules={[{ required: true, message: t('missing') }]}>
              <InputNumber className={administration.wide ?? ''} min={0.05} max={100} step={0.05} />
            </Form.Item>
            <Form.Item name="modelInterval" label={t('modelInterval')} extra={t('modelIntervalRule')}>
              <DurationInput disabled={!mayChange} />
            </Form.Item>
          </Section>
          <Section title={t('retention')}>
            <Form.Item name="claimWindow" label={`${t('sending')} · ${t('claimWindow')}`} extra={t('claimWindowRule')} rules={[{ required: true, message: t('missing') }]}>
              <DurationInput disabled={!mayChange} />
            </Form.Item>
            <Form.Item name="journalRetention" label={t('journalRetention')} rules={[{ required: true, message: t('missing') }]}>
              <DurationInput disabled={!mayChange} />
            </Form.Item>
            <Form.Item name="decisionRetention" label={t('decisionRetention')} extra={t('decisionRetentionRule')} rules={[{ required: true, message: t('missing') }]}>
              <DurationInput disabled={!mayChange} />
            </Form.Item>
            <Form.Item name="contactRetention" label={t('contactRetention')} rules={[{ required: true, message: t('missing') }]}>
              <DurationInput disabled={!mayChange} />
            </Form.Item>
          </Section>
        </Row>
        {mayChange && (
          <Button type="primary" htmlType="submit" loading={save.isPending} style={{ marginTop: 16 }}>
            {t('save')}
          </Button>
        )}
      </Form>
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Col xs={24} xl={12}>
      <Card title={title} style={{ height: '100%' }}>
        {children}
      </Card>
    </Col>
  );
}
