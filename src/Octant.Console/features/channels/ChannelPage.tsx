import { Input, Select } from 'antd';
import { useParams } from 'react-router';
import { DocumentEditor, newId } from '../../ui/documents/DocumentEditor';
import { Field } from '../../ui/form/Field';
import { HoursFields } from '../../ui/form/HoursFields';
import { DegreeInput, MoneyInput, NumberInput } from '../../ui/form/inputs';
import { Section } from '../../ui/form/Section';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useMatchingWords } from '../matching/useMatchingWords';
import { usePermission } from '../session/session';
import { TrialPanel } from '../trial/TrialPanel';
import { ChannelFit } from './ChannelFit';
import { channels, type Channel } from './channels';
import { texts } from './texts';
import { useChannelLabels } from './useChannelLabels';

/** The first four make a channel preferred. */
const scores = ['serviceAbility', 'costAdvantage', 'carryingAbility', 'friendliness', 'valueDelivery', 'interactivity', 'freedom', 'reach'] as const;
const half = 5;

const blank: Channel = {
  id: '',
  name: '',
  family: 'electronic',
  direction: 'passive',
  hours: [],
  costPerContact: 0,
  costPerTransaction: 0,
  abilities: {
    input: ['none'],
    output: ['shortText'],
    experience: ['shortText'],
    authentication: 'b',
    specialNeeds: [],
    ...Object.fromEntries(scores.map((score) => [score, half])),
  },
};

/** A way to reach customers: all of its members, beside it what it carries. */
export default function ChannelPage() {
  const { id = newId } = useParams();
  const t = useTexts(texts);
  const permits = usePermission();
  const labels = useChannelLabels();
  return (
    <DocumentEditor
      kind={channels}
      id={id}
      blank={blank}
      nameOf={(channel) => channel.name}
      newTitle={t('newChannel')}
      detail={t('channelDetail')}
      list={{ path: '/channels', label: t('channels') }}
      labels={labels}
      mayChange={permits('channels:write')}
      fields={<ChannelFields />}
      aside={(draft) => <ChannelFit abilities={draft.abilities ?? {}} />}
      {...(permits('decisions:read') ? { trial: (draft: Channel) => <TrialPanel drafts={{ channels: [draft] }} member="channels" at={{ channel: draft.id }} /> } : {})}
    />
  );
}

function ChannelFields() {
  const t = useTexts(texts);
  const words = useMatchingWords();
  return (
    <>
      <Section title={t('section.basic')}>
        <Field name="name" required wide>
          <Input maxLength={200} />
        </Field>
        <Field name="family">
          <Select options={words.families} />
        </Field>
        <Field name="direction" extra={t('hint.direction')}>
          <Select options={words.directions} />
        </Field>
      </Section>
      <Section title={t('section.abilities')}>
        <Field name="abilities.input">
          <Select mode="multiple" options={words.inputs} />
        </Field>
        <Field name="abilities.output">
          <Select mode="multiple" options={words.outputs} />
        </Field>
        <Field name="abilities.experience">
          <Select mode="multiple" options={words.experiences} />
        </Field>
        <Field name="abilities.authentication">
          <Select options={words.authentications} />
        </Field>
        <Field name="abilities.specialNeeds">
          <Select mode="multiple" options={words.needs} />
        </Field>
      </Section>
      <Section title={t('section.scores')} note={t('hint.preferred')}>
        {scores.map((score) => (
          <Field key={score} name={['abilities', score]}>
            <DegreeInput />
          </Field>
        ))}
      </Section>
      <Section title={t('section.cost')}>
        <Field name="costPerContact" required>
          <MoneyInput />
        </Field>
        <Field name="costPerTransaction" required>
          <MoneyInput />
        </Field>
        <Field name="dailyCapacity" extra={t('hint.capacity')}>
          <NumberInput min={0} precision={0} />
        </Field>
      </Section>
      <Section title={t('section.hours')}>
        <HoursFields name="hours" none={t('hint.hours')} />
      </Section>
    </>
  );
}
