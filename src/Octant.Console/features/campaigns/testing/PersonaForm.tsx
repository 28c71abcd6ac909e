import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, DatePicker, Form, Input, InputNumber, Modal, Select, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Failure } from '../../../ui/states/Failure';
import { useDictionary, useValuesOf, type Attribute } from '../../audiences/dictionary';
import { useChannelName } from '../../channels/channels';
import type { Campaign } from '../campaigns';
import styles from '../detail.module.css';
import type { PersonaTest, SaveTests } from './PersonaTests';
import { texts } from './texts';

interface Fact {
  readonly attribute?: string;
  readonly value?: unknown;
}

interface PersonaValues {
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly tags: readonly string[];
  readonly owns: readonly string[];
  readonly channel: string;
  readonly expected: PersonaTest['expected'];
}

interface PersonaFormProps {
  readonly campaign: Campaign;
  readonly first?: PersonaTest;
  readonly others: readonly PersonaTest[];
  readonly place: number;
  readonly save: SaveTests;
  readonly onClose: () => void;
}

/** Who a persona is, where it is met, and what is expected. */
export function PersonaForm({ campaign, first, others, place, save, onClose }: PersonaFormProps) {
  const t = useTexts(texts);
  const [form] = Form.useForm<PersonaValues>();
  const dictionary = useDictionary();
  const channelName = useChannelName();
  const facts = Form.useWatch('facts', form) as readonly Fact[] | undefined;
  const kinds = new Map((dictionary?.attributes ?? []).map((attribute) => [attribute.name, attribute]));
  return (
    <Modal
      open
      title={first === undefined ? t('addPersona') : t('changePersona')}
      okText={t('keep')}
      confirmLoading={save.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Failure error={save.error} />
      <Form<PersonaValues>
        form={form}
        name="persona"
        layout="vertical"
        requiredMark={false}
        initialValues={valuesOf(first, campaign, kinds)}
        onFinish={(values) => {
          const personas = [...others];
          personas.splice(place, 0, testOf(values, first));
          save.mutate(personas, { onSuccess: onClose });
        }}
      >
        <Form.Item
          name="name"
          label={t('personaName')}
          rules={[
            { required: true, whitespace: true, message: t('missing') },
            { validator: (_, name) => (others.some((other) => other.name === name) ? Promise.reject(new Error(t('nameTaken'))) : Promise.resolve()) },
          ]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Form.List name="facts">
          {(rows, { add, remove }) => (
            <fieldset className={styles.facts}>
              <legend>{t('facts')}</legend>
              {rows.map((row) => (
                <div key={row.key} className={styles.fact}>
                  <Form.Item name={[row.name, 'attribute']} rules={[{ required: true, message: t('missing') }]}>
                    <Select
                      aria-label={t('attribute')}
                      showSearch
                      options={(dictionary?.attributes ?? []).map(({ name }) => ({ value: name, label: name }))}
                      onChange={() => {
                        form.setFieldValue(['facts', row.name, 'value'], undefined);
                      }}
                    />
                  </Form.Item>
                  <FactValue at={row.name} attribute={kinds.get(facts?.[row.name]?.attribute ?? '')} />
                  <Button
                    type="text"
                    icon={<CloseOutlined aria-hidden />}
                    aria-label={t('removeFact')}
                    onClick={() => {
                      remove(row.name);
                    }}
                  />
                </div>
              ))}
              <Button
                size="small"
                type="dashed"
                icon={<PlusOutlined aria-hidden />}
                onClick={() => {
                  add({});
                }}
              >
                {t('addFact')}
              </Button>
            </fieldset>
          )}
        </Form.List>
        <Form.Item name="owns" label={t('owns')}>
          <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={(dictionary?.offerings ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="tags" label={t('tags')}>
          <Select mode="tags" />
        </Form.Item>
        <Form.Item name="channel" label={t('channel')}>
          <Select options={campaign.channels.map((id) => ({ value: id, label: channelName(id) }))} />
        </Form.Item>
        <Form.Item name="expected" label={t('expected')}>
          <Select options={(['offered', 'notOffered'] as const).map((value) => ({ value, label: t(`expected.${value}`) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function FactValue({ at, attribute }: { readonly at: number; readonly attribute: Attribute | undefined }) {
  const t = useTexts(texts);
  const known = useValuesOf(attribute?.kind === 'category' ? attribute.name : null);
  const label = t('value');
  const name = [at, 'value'];
  const rules = [{ required: true, message: t('missing') }];
  switch (attribute?.kind) {
    case 'flag':
      return (
        <Form.Item name={name} valuePropName="checked" initialValue={false}>
          <Switch aria-label={label} />
        </Form.Item>
      );
    case 'date':
      return (
        <Form.Item name={name} rules={rules}>
          <DatePicker aria-label={label} />
        </Form.Item>
      );
    case 'category':
      return (
        <Form.Item name={name} rules={rules}>
          <Select aria-label={label} showSearch options={(known.data ?? []).map((value) => ({ value, label: value }))} />
        </Form.Item>
      );
    default:
      return (
        <Form.Item name={name} rules={rules}>
          <InputNumber<number> aria-label={label} className={styles.wide ?? ''} />
        </Form.Item>
      );
  }
}

const isDay = (value: unknown): value is Dayjs => dayjs.isDayjs(value);

function valuesOf(test: PersonaTest | undefined, campaign: Campaign, kinds: ReadonlyMap<string, Attribute>): PersonaValues {
  const attributes = Object.entries(test?.persona.attributes ?? {});
  return {
    name: test?.name ?? '',
    facts: attributes.map(([attribute, value]) => ({ attribute, value: kinds.get(attribute)?.kind === 'date' ? dayjs(value as string) : value })),
    tags: test?.persona.tags ?? [],
    owns: test?.persona.owns ?? [],
    channel: test?.channel ?? campaign.channels[0] ?? '',
    expected: test?.expected ?? 'offered',
  };
}

function testOf(values: PersonaValues, before: PersonaTest | undefined): PersonaTest {
  const attributes = Object.fromEntries(values.facts.flatMap(({ attribute, value }) => (attribute === undefined ? [] : [[attribute, isDay(value) ? value.format('YYYY-MM-DD') : (value ?? false)]])));
  return {
    name: values.name.trim(),
    persona: { attributes: attributes as never, tags: [...values.tags], owns: [...values.owns], consent: before?.persona.consent ?? 'granted' },
    channel: values.channel,
    context: before?.context ?? null,
    expected: values.expected,
  };
}
