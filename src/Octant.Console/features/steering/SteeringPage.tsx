import { Input, Select } from 'antd';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import { DocumentEditor, newId } from '../../ui/documents/DocumentEditor';
import { DocumentSelect } from '../../ui/form/DocumentSelect';
import { Field } from '../../ui/form/Field';
import { MoneyInput } from '../../ui/form/inputs';
import { ListFields } from '../../ui/form/ListFields';
import { Section } from '../../ui/form/Section';
import type { Texts } from '../../ui/language/language';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useDictionary } from '../audiences/dictionary';
import { channels } from '../channels/channels';
import { UnitSelect } from '../channels/UnitSelect';
import { offerings } from '../offerings/offerings';
import { usePermission } from '../session/session';
import { SteeringResult } from './SteeringResult';
import { steerings, type Steering } from './steering';
import { texts } from './texts';

const roles = ['dear', 'cheap', 'other'] as const;
const fresh = (role: (typeof roles)[number]) => ({ channel: '', role, before: '', after: null, used: null, costPerTransaction: null });
const blank: Steering = { id: '', name: '', service: '', before: '', after: null, channels: [fresh('dear'), fresh('cheap')] };

/** A steering as what it comes to, and as what it is made of. */
export default function SteeringPage() {
  const { id = newId } = useParams();
  const t = useTexts(texts);
  const permits = usePermission();
  const labels = useMemo(
    () => ({
      of: (member: string) => (texts as Texts)[`field.${member}`],
      say: (member: string, value: unknown) => (member.endsWith('role') ? t(`role.${value as (typeof roles)[number]}`) : undefined),
      money: ['channels.costPerTransaction'],
    }),
    [t],
  );
  return (
    <DocumentEditor
      kind={steerings}
      id={id}
      blank={blank}
      nameOf={(steering) => steering.name}
      newTitle={t('newSteering')}
      detail={t('steeringDetail')}
      list={{ path: '/channel-steerings', label: t('title') }}
      labels={labels}
      mayChange={permits('audiences:write')}
      fields={<SteeringFields />}
      editLabel={t('settings')}
      first={{ label: t('result'), content: (saved) => <SteeringResult steering={saved} /> }}
    />
  );
}

function SteeringFields() {
  const t = useTexts(texts);
  const dictionary = useDictionary();
  const numbers = (dictionary?.attributes ?? []).filter((attribute) => attribute.kind === 'number').map(({ name }) => ({ value: name, label: name }));
  return (
    <>
      <Section title={t('section.basic')}>
        <Field name="name" required wide>
          <Input maxLength={200} />
        </Field>
        <Field name="service" required extra={t('hint.service')}>
          <DocumentSelect kind={offerings} nameOf={(offering) => offering.name} />
        </Field>
        <Field name="organisation">
          <UnitSelect />
        </Field>
        <Field name="before" required>
          <Input maxLength={200} />
        </Field>
        <Field name="after" extra={t('hint.after')}>
          <Input maxLength={200} />
        </Field>
      </Section>
      <Section title={t('section.channels')} note={t('hint.channels')}>
        <ListFields name="channels" none={t('noChannels')} fresh={() => fresh('cheap')}>
          {(place) => (
            <>
              <Field name={[place, 'channel']} of="channels.channel" required>
                <DocumentSelect kind={channels} nameOf={(channel) => channel.name} />
              </Field>
              <Field name={[place, 'role']} of="channels.role">
                <Select options={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))} />
              </Field>
              <Field name={[place, 'before']} of="channels.before" required>
                <Select showSearch options={numbers} />
              </Field>
              <Field name={[place, 'after']} of="channels.after">
                <Select showSearch allowClear options={numbers} />
              </Field>
              <Field name={[place, 'used']} of="channels.used" extra={t('hint.used')}>
                <Select showSearch allowClear options={numbers} />
              </Field>
              <Field name={[place, 'costPerTransaction']} of="channels.costPerTransaction" extra={t('hint.cost')}>
                <MoneyInput />
              </Field>
            </>
          )}
        </ListFields>
      </Section>
    </>
  );
}
