import { Form, Input, Select, Switch } from 'antd';
import { isPresent } from '../../api/present';
import { Field } from '../../ui/form/Field';
import { DocumentSelect } from '../../ui/form/DocumentSelect';
import { DegreeInput, DurationInput, MomentInput, MoneyInput, NumberInput, WordsInput } from '../../ui/form/inputs';
import { Section } from '../../ui/form/Section';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { useMatchingWords } from '../matching/useMatchingWords';
import { TariffFields } from './TariffFields';
import { offerings, clusters, type Offering } from './offerings';
import { texts } from './texts';

const degrees = ['functionalComplexity', 'trainingNeed', 'marketExclusivity', 'revenueImportance', 'companyPriority', 'customerAttention'] as const;
const wordings = ['oneLine', 'brief', 'detailed', 'tariffNote', 'howToOrder'] as const;
const links = ['excludes', 'requires', 'upgradesFrom'] as const;

/** Every member of an offering. */
export function OfferingFields() {
  const t = useTexts(texts);
  const name = useName();
  const words = useMatchingWords();
  const form = Form.useFormInstance<Offering>();
  const isPlan = Form.useWatch('type', form) === 'mainPlan';
  return (
    <>
      <Section title={t('section.basic')}>
        <Field name="name" required wide>
          <Input maxLength={200} />
        </Field>
        <Field name="type">
          <Select options={words.types} />
        </Field>
        <Field name="status" extra={t('hint.status')}>
          <Select options={words.statuses} />
        </Field>
        <Field name="cluster">
          <DocumentSelect kind={clusters} nameOf={(cluster) => name(cluster.name)} allowClear />
        </Field>
        <Field name="validFrom">
          <MomentInput />
        </Field>
        <Field name="validTo">
          <MomentInput />
        </Field>
      </Section>
      <Section title={t('section.matching')}>
        <Field name="needs.input">
          <Select options={words.inputs} />
        </Field>
        <Field name="needs.authentication">
          <Select options={words.authentications} />
        </Field>
        <Field name="needs.output">
          <Select mode="multiple" options={words.outputs} />
        </Field>
        <Field name="needs.experience">
          <Select mode="multiple" options={words.experiences} />
        </Field>
        <Field name="needs.specialNeeds">
          <Select mode="multiple" options={words.needs} />
        </Field>
        <Field name="tier" extra={t('hint.tier')}>
          <Select allowClear options={words.tiers} />
        </Field>
        {degrees.map((degree) => (
          <Field key={degree} name={['needs', degree]}>
            <DegreeInput />
          </Field>
        ))}
      </Section>
      <Section title={t('section.wording')}>
        {wordings.map((part) => (
          <Field key={part} name={['wording', part]} wide>
            <Input.TextArea autoSize={{ minRows: part === 'detailed' ? 3 : 1, maxRows: 12 }} maxLength={4000} />
          </Field>
        ))}
      </Section>
      <Section title={t('section.value')}>
        <Field name="price" required>
          <MoneyInput />
        </Field>
        <Field name="value" extra={t('hint.value')}>
          <MoneyInput />
        </Field>
        <Field name="stock" extra={t('hint.stock')}>
          <NumberInput min={0} precision={0} />
        </Field>
        <Field name="responseWindow" extra={t('hint.responseWindow')} required>
          <DurationInput />
        </Field>
        <Revenue />
      </Section>
      <Section title={t('section.relations')}>
        {links.map((link) => (
          <Field key={link} name={link} extra={t(`hint.${link}`)}>
            <DocumentSelect kind={offerings} nameOf={(offering) => offering.name} mode={link === 'excludes' ? 'tags' : 'multiple'} />
          </Field>
        ))}
        <Field name="devices" extra={t('hint.devices')}>
          <WordsInput />
        </Field>
        <Field name="areas" extra={t('hint.areas')}>
          <WordsInput />
        </Field>
      </Section>
      {isPlan && <TariffFields />}
    </>
  );
}

/** What a taker brings in beyond the value; without it, the value once. */
function Revenue() {
  const t = useTexts(texts);
  const form = Form.useFormInstance<Offering>();
  const revenue = Form.useWatch('revenue', { form, preserve: true });
  const isSet = isPresent(revenue);
  return (
    <>
      <Form.Item label={t('hasRevenue')}>
        <Switch
          checked={isSet}
          aria-label={t('hasRevenue')}
          onChange={(on) => {
            form.setFieldValue('revenue', on ? { once: 0, monthly: 0, months: 12 } : null);
          }}
        />
      </Form.Item>
      {isSet ? (
        <>
          <Field name="revenue.once">
            <MoneyInput />
          </Field>
          <Field name="revenue.monthly">
            <MoneyInput />
          </Field>
          <Field name="revenue.months">
            <NumberInput min={0} max={120} precision={0} />
          </Field>
        </>
      ) : (
        <Form.Item name="revenue" hidden noStyle>
          <span />
        </Form.Item>
      )}
    </>
  );
}
