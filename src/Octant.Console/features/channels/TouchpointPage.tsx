import { Form, Input, Switch } from 'antd';
import { useParams } from 'react-router';
import { isPresent } from '../../api/present';
import { DocumentEditor, newId } from '../../ui/documents/DocumentEditor';
import { DocumentSelect } from '../../ui/form/DocumentSelect';
import { Field } from '../../ui/form/Field';
import { NumberInput } from '../../ui/form/inputs';
import { Section } from '../../ui/form/Section';
import { useTexts } from '../../ui/language/LanguageProvider';
import { tiers } from '../matching/useMatchingWords';
import { usePermission } from '../session/session';
import { TrialPanel } from '../trial/TrialPanel';
import { channels, touchpoints, type Touchpoint } from './channels';
import { texts } from './texts';
import { useChannelLabels } from './useChannelLabels';

const blank: Touchpoint = { id: '', name: '', channel: '', slots: 1, quota: null };

export default function TouchpointPage() {
  const { id = newId } = useParams();
  const t = useTexts(texts);
  const permits = usePermission();
  const labels = useChannelLabels();
  return (
    <DocumentEditor
      kind={touchpoints}
      id={id}
      blank={blank}
      nameOf={(touchpoint) => touchpoint.name}
      newTitle={t('newTouchpoint')}
      detail={t('touchpointDetail')}
      list={{ path: '/touchpoints', label: t('touchpoints') }}
      labels={labels}
      mayChange={permits('channels:write')}
      fields={<TouchpointFields />}
      {...(permits('decisions:read')
        ? { trial: (draft: Touchpoint) => <TrialPanel drafts={{ touchpoints: [draft] }} member="touchpoints" at={{ channel: draft.channel, touchpoint: draft.id }} /> }
        : {})}
    />
  );
}

function TouchpointFields() {
  const t = useTexts(texts);
  const form = Form.useFormInstance<Touchpoint>();
  const quota = Form.useWatch('quota', { form, preserve: true });
  const isSet = isPresent(quota);
  return (
    <>
      <Section title={t('section.basic')}>
        <Field name="name" required wide>
          <Input maxLength={200} />
        </Field>
        <Field name="channel" required>
          <DocumentSelect kind={channels} nameOf={(channel) => channel.name} />
        </Field>
      </Section>
      <Section title={t('section.slots')}>
        <Field name="slots" required>
          <NumberInput min={1} max={100} precision={0} />
        </Field>
        <Form.Item label={t('hasQuota')}>
          <Switch
            checked={isSet}
            aria-label={t('hasQuota')}
            onChange={(on) => {
              form.setFieldValue('quota', on ? { gold: 0, silver: 0, bronze: 0, ordinary: 0 } : null);
            }}
          />
        </Form.Item>
        {isSet ? (
          tiers.map((tier) => (
            <Field key={tier} name={['quota', tier]} required>
              <NumberInput min={0} max={100} precision={0} />
            </Field>
          ))
        ) : (
          <Form.Item name="quota" hidden noStyle>
            <span />
          </Form.Item>
        )}
      </Section>
    </>
  );
}
