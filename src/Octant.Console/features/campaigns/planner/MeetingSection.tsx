import { Checkbox, Col, DatePicker, Form, Input, InputNumber, Radio, Row, Select, Tag } from 'antd';
import { isPresent } from '../../../api/present';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { useChannels, type Channel } from '../../channels/channels';
import type { CampaignKind } from '../campaigns';
import type { CampaignDraft } from './draft';
import { More } from './Section';
import { useEventTypes, useFit, useTouchpoints } from './sources';
import { texts } from './texts';
import styles from './planner.module.css';

const kinds: readonly CampaignKind[] = ['inbound', 'event', 'batch'];

/** Channels that can be used: who is at a touchpoint is met there, everybody else is written to or called. */
const fits = (kind: CampaignKind, channel: Channel) => kind === 'inbound' || channel.direction === 'active';

/** How it comes to its customers: at a touchpoint, on an event or at a set time, and through which channels. */
export function MeetingSection({ draft }: { readonly draft: CampaignDraft }) {
  const t = useTexts(texts);
  const form = Form.useFormInstance<CampaignDraft>();
  const channels = useChannels();
  const { kind } = draft.plan;
  return (
    <>
      <Form.Item name={['plan', 'kind']} label={t('kind')}>
        <Radio.Group
          className={styles.choices ?? ''}
          onChange={(change: { readonly target: { readonly value?: CampaignKind } }) => {
            const chosen = change.target.value ?? 'inbound';
            const usable = new Set((channels.data ?? []).filter((channel) => fits(chosen, channel)).map((channel) => channel.id));
            form.setFieldValue('channels', draft.channels.filter((id) => usable.has(id)));
          }}
        >
          {kinds.map((value) => (
            <Radio key={value} value={value} className={kind === value ? styles.choiceHere : styles.choice}>
              <strong>{t(`kind.${value}`)}</strong>
              <span className={styles.note}>{t(`kindDetail.${value}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {kind === 'event' && <TriggerFields draft={draft} />}
      {kind === 'batch' && <BatchFields draft={draft} />}
      <Answered query={channels} rows={2}>
        {(known) => (
          <Form.Item name="channels" label={t('channels')} required rules={[{ required: true, type: 'array', min: 1, message: t('channelMissing') }]}>
            <ChannelChoices channels={known.filter((channel) => fits(kind, channel))} offering={draft.offers[0]?.offering} />
          </Form.Item>
        )}
      </Answered>
      {kind === 'inbound' && (
        <More title={t('moreMeeting')}>
          <Touchpoints channels={draft.channels} />
        </More>
      )}
    </>
  );
}

/** When it goes out, and how often again. */
function BatchFields({ draft }: { readonly draft: CampaignDraft }) {
  const t = useTexts(texts);
  const required = [{ required: true, message: t('missing') }];
  const { unit, every } = draft.repeat;
  return (
    <Row gutter={16}>
      <Col xs={24} sm={12}>
        <Form.Item name="sendAt" label={t('sendAt')} extra={t('sendAtDetail')} required rules={required}>
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" allowClear={false} className={styles.wide ?? ''} />
        </Form.Item>
      </Col>
      <Col xs={24} sm={12}>
        <Form.Item name={['repeat', 'unit']} label={t('repeat')} extra={unit === 'none' ? undefined : t(`repeatDetail.${unit}`)}>
          <Select options={(['none', 'day', 'week', 'month'] as const).map((value) => ({ value, label: t(`repeat.${value}`) }))} />
        </Form.Item>
      </Col>
      {unit !== 'none' && (
        <>
          <Col xs={12}>
            <Form.Item name={['repeat', 'every']} label={t('repeatEvery')} required rules={required}>
              <InputNumber<number> min={1} max={100} precision={0} className={styles.wide ?? ''} suffix={t(`unit.${unit}`, { count: every })} />
            </Form.Item>
          </Col>
          <Col xs={12}>
            <Form.Item name={['repeat', 'last']} label={t('repeatLast')} extra={t('repeatLastDetail')}>
              <DatePicker className={styles.wide ?? ''} />
            </Form.Item>
          </Col>
        </>
      )}
    </Row>
  );
}

interface ChannelChoicesProps {
  readonly channels: readonly Channel[];
  readonly offering: string | undefined;
  /** From the form. */
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (value: string[]) => void;
}

/** A group of boxes; what the form says of a single input, such as that it is required, is nothing to say of a group. */
function ChannelChoices({ channels, offering, id, value = [], onChange }: ChannelChoicesProps) {
  return (
    <Checkbox.Group
      className={styles.channels ?? ''}
      {...(id === undefined ? {} : { id })}
      value={[...value]}
      onChange={(chosen) => {
        onChange?.(chosen);
      }}
    >
      {channels.map((channel) => (
        <ChannelChoice key={channel.id} channel={channel} offering={offering} isChosen={value.includes(channel.id)} />
      ))}
    </Checkbox.Group>
  );
}

function ChannelChoice({ channel, offering, isChosen }: { readonly channel: Channel; readonly offering: string | undefined; readonly isChosen: boolean }) {
  const t = useTexts(texts);
  const format = useFormat();
  const fit = useFit(offering).data?.items.find((cell) => cell.channel === channel.id);
  return (
    <Checkbox value={channel.id} className={isChosen ? styles.choiceHere : styles.choice}>
      <strong>{channel.name}</strong>
      <span className={styles.note}>
        {t('channelCost', { cost: format.money(channel.costPerContact ?? 0) })}
        {isPresent(channel.dailyCapacity) && ` · ${t('channelCapacity', { count: format.number(channel.dailyCapacity) })}`}
      </span>
      {fit && fit.verdict !== 'canCarry' && (
        <Tag color={fit.verdict === 'cannotCarry' ? 'error' : fit.verdict === 'preferred' ? 'success' : 'default'}>{t(`fit.${fit.verdict}`)}</Tag>
      )}
    </Checkbox>
  );
}

function TriggerFields({ draft }: { readonly draft: CampaignDraft }) {
  const t = useTexts(texts);
  const types = useEventTypes();
  const options = (types.data?.items ?? []).map(({ type }) => ({ value: type, label: type }));
  const fields = types.data?.items.find(({ type }) => type === draft.trigger.eventType)?.fields ?? [];
  return (
    <Row gutter={16}>
      <Col xs={24} md={12}>
        <Form.Item name={['trigger', 'eventType']} label={t('eventType')} required rules={[{ required: true, message: t('missing') }]}>
          <Select showSearch loading={types.isPending} options={options} />
        </Form.Item>
      </Col>
      <Col xs={24} md={12}>
        <Form.Item
          name={['trigger', 'condition']}
          label={t('eventCondition')}
          extra={fields.length === 0 ? undefined : t('eventFields', { fields: fields.map(({ name }) => `event.${name}`).join(', ') })}
        >
          <Input spellCheck={false} placeholder={t('eventConditionPlaceholder')} />
        </Form.Item>
      </Col>
      <Col xs={24} md={12}>
        <Form.Item name={['trigger', 'other']} label={t('pattern')}>
          <Select options={(['none', 'absent', 'after'] as const).map((value) => ({ value, label: t(`pattern.${value}`) }))} />
        </Form.Item>
      </Col>
      {draft.trigger.other !== 'none' && (
        <>
          <Col xs={24} sm={14} md={8}>
            <Form.Item name={['trigger', 'otherType']} label={t('otherEvent')} required rules={[{ required: true, message: t('missing') }]}>
              <Select showSearch options={options} />
            </Form.Item>
          </Col>
          <Col xs={24} sm={10} md={4}>
            <Form.Item name={['trigger', 'hours']} label={t('within')} required rules={[{ required: true, message: t('missing') }]}>
              <InputNumber<number> min={1 / 60} max={2160} className={styles.wide ?? ''} suffix={t('hours')} />
            </Form.Item>
          </Col>
        </>
      )}
    </Row>
  );
}

function Touchpoints({ channels }: { readonly channels: readonly string[] }) {
  const t = useTexts(texts);
  const touchpoints = useTouchpoints();
  return (
    <Form.Item name="touchpoints" label={t('touchpoints')} extra={t('touchpointsDetail')}>
      <Select
        mode="multiple"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('allTouchpoints')}
        options={(touchpoints.data?.items ?? []).filter((touchpoint) => channels.includes(touchpoint.channel)).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
}
