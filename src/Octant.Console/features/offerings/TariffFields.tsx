import { Form, Input, InputNumber, Switch } from 'antd';
import { isPresent } from '../../api/present';
import { Field } from '../../ui/form/Field';
import { NumberInput, WordsInput } from '../../ui/form/inputs';
import { Section } from '../../ui/form/Section';
import { useTexts } from '../../ui/language/LanguageProvider';
import type { Offering } from './offerings';
import { texts } from './texts';

const services = ['voice', 'messages', 'data'] as const;
const quantities = ['included', 'recordStep', 'monthStep', 'overageUnit'] as const;
const perUnit = ['minutesPerUnit', 'messagesPerUnit', 'megabytesPerUnit'] as const;

const fresh = () => ({ included: 0, unlimited: false, recordStep: 0, monthStep: 0, overageUnit: 1, overagePrice: null, freeKinds: [] });

/** What usage of a main plan costs beyond its monthly fee. */
export function TariffFields() {
  const t = useTexts(texts);
  const form = Form.useFormInstance<Offering>();
  const tariff = Form.useWatch('tariff', { form, preserve: true });
  const isSet = isPresent(tariff);
  const isShared = isPresent(tariff?.shared);
  return (
    <>
      <Section title={t('section.tariff')}>
        <Form.Item label={t('hasTariff')}>
          <Switch
            checked={isSet}
            aria-label={t('hasTariff')}
            onChange={(on) => {
              form.setFieldValue('tariff', on ? { voice: fresh(), messages: fresh(), data: fresh(), shared: null, eligibility: null } : null);
            }}
          />
        </Form.Item>
        {isSet ? (
          <>
            <Field name="tariff.eligibility" wide extra={t('hint.eligibility')}>
              <Input.TextArea autoSize />
            </Field>
            <Form.Item label={t('hasShared')}>
              <Switch
                checked={isShared}
                aria-label={t('hasShared')}
                onChange={(on) => {
                  form.setFieldValue(['tariff', 'shared'], on ? { units: 1, minutesPerUnit: 0, messagesPerUnit: 0, megabytesPerUnit: 0 } : null);
                }}
              />
            </Form.Item>
            {isShared ? (
              <>
                <Field name="tariff.shared.units">
                  <NumberInput min={0} precision={0} />
                </Field>
                {perUnit.map((member) => (
                  <Field key={member} name={['tariff', 'shared', member]}>
                    <NumberInput min={0} />
                  </Field>
                ))}
              </>
            ) : (
              <Form.Item name={['tariff', 'shared']} hidden noStyle>
                <span />
              </Form.Item>
            )}
          </>
        ) : (
          <Form.Item name="tariff" hidden noStyle>
            <span />
          </Form.Item>
        )}
      </Section>
      {isSet &&
        services.map((service) => (
          <Section key={service} title={t(`field.tariff.${service}`)}>
            <Field name={['tariff', service, 'unlimited']} of="tariff.unlimited" valuePropName="checked">
              <Switch />
            </Field>
            {quantities.map((member) => (
              <Field key={member} name={['tariff', service, member]} of={`tariff.${member}`}>
                <NumberInput min={0} />
              </Field>
            ))}
            <Field name={['tariff', service, 'overagePrice']} of="tariff.overagePrice" extra={t('hint.overagePrice')}>
              <InputNumber min={0} style={{ width: '100%' }} />
            </Field>
            <Field name={['tariff', service, 'freeKinds']} of="tariff.freeKinds">
              <WordsInput />
            </Field>
          </Section>
        ))}
    </>
  );
}
