import { Input, Select } from 'antd';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import type { components } from '../../api/schema';
import { DocumentEditor, newId } from '../../ui/documents/DocumentEditor';
import { DocumentSelect } from '../../ui/form/DocumentSelect';
import { Field } from '../../ui/form/Field';
import { HoursFields } from '../../ui/form/HoursFields';
import { DatesInput, DurationInput, NumberInput } from '../../ui/form/inputs';
import { ListFields } from '../../ui/form/ListFields';
import { Section } from '../../ui/form/Section';
import type { Texts } from '../../ui/language/language';
import { useTexts } from '../../ui/language/LanguageProvider';
import { channels } from '../channels/channels';
import { usePermission } from '../session/session';
import { TrialPanel } from '../trial/TrialPanel';
import { policies, type ContactPolicy } from './policies';
import { texts } from './texts';

type Scope = components['schemas']['CapScope'];
type Calendar = NonNullable<components['schemas']['CalendarUnit']>;

const scopes: readonly Scope[] = ['global', 'channel', 'campaign', 'offering', 'cluster', 'class'];
const calendars: readonly Calendar[] = ['day', 'week', 'month'];
const month = 'P30D';

const blank: ContactPolicy = { id: '', name: '', caps: [], coolDowns: [], ignoreSuppressions: [], quietHours: [], holidays: [] };

/** One policy: all of its rules, tried on a customer before they bind anybody. */
export default function ContactPolicyPage() {
  const { id = newId } = useParams();
  const t = useTexts(texts);
  const permits = usePermission();
  const labels = useMemo(
    () => ({
      of: (member: string) => (texts as Texts)[`field.${member}`],
      say: (member: string, value: unknown) =>
        member.endsWith('scope') ? t(`scope.${value as Scope}`) : member.endsWith('calendar') && typeof value === 'string' ? t(`calendar.${value as Calendar}`) : undefined,
    }),
    [t],
  );
  return (
    <DocumentEditor
      kind={policies}
      id={id}
      blank={blank}
      nameOf={(policy) => (policy.name === undefined || policy.name === '' ? policy.id : policy.name)}
      newTitle={t('newPolicy')}
      detail={t('policyDetail')}
      list={{ path: '/contact-policies', label: t('title') }}
      labels={labels}
      mayChange={permits('policies:write')}
      fields={<PolicyFields />}
      {...(permits('decisions:read') ? { trial: (draft: ContactPolicy) => <TrialPanel drafts={{ contactPolicies: [draft] }} member="contactPolicies" /> } : {})}
    />
  );
}

function PolicyFields() {
  const t = useTexts(texts);
  const scopeChoices = scopes.map((scope) => ({ value: scope, label: t(`scope.${scope}`) }));
  return (
    <>
      <Section title={t('section.basic')}>
        <Field name="name" wide>
          <Input maxLength={200} />
        </Field>
      </Section>
      <Section title={t('section.caps')}>
        <ListFields name="caps" none={t('noCaps')} fresh={() => ({ scope: 'global', limit: 4, calendar: 'month', channels: [] })}>
          {(place) => (
            <>
              <Field name={[place, 'limit']} of="caps.limit" required>
                <NumberInput min={1} precision={0} />
              </Field>
              <Field name={[place, 'calendar']} of="caps.calendar" extra={t('hint.window')}>
                <Select allowClear options={calendars.map((calendar) => ({ value: calendar, label: t(`calendar.${calendar}`) }))} />
              </Field>
              <Field name={[place, 'rolling']} of="caps.rolling">
                <DurationInput />
              </Field>
              <Field name={[place, 'scope']} of="caps.scope">
                <Select options={scopeChoices} />
              </Field>
              <Field name={[place, 'subject']} of="caps.subject" extra={t('hint.subject')}>
                <Input maxLength={64} />
              </Field>
              <Field name={[place, 'channels']} of="caps.channels" extra={t('hint.channels')}>
                <DocumentSelect kind={channels} nameOf={(channel) => channel.name} mode="multiple" />
              </Field>
            </>
          )}
        </ListFields>
      </Section>
      <Section title={t('section.coolDowns')}>
        <ListFields name="coolDowns" none={t('noCoolDowns')} fresh={() => ({ scope: 'offering', length: month })}>
          {(place) => (
            <>
              <Field name={[place, 'scope']} of="coolDowns.scope">
                <Select options={scopeChoices} />
              </Field>
              <Field name={[place, 'length']} of="coolDowns.length" required>
                <DurationInput />
              </Field>
            </>
          )}
        </ListFields>
      </Section>
      <Section title={t('section.ignores')}>
        <ListFields name="ignoreSuppressions" none={t('noIgnores')} fresh={() => ({ scope: 'campaign', count: 3, length: month })}>
          {(place) => (
            <>
              <Field name={[place, 'scope']} of="ignoreSuppressions.scope">
                <Select options={scopeChoices} />
              </Field>
              <Field name={[place, 'count']} of="ignoreSuppressions.count" required>
                <NumberInput min={1} max={1000} precision={0} />
              </Field>
              <Field name={[place, 'length']} of="ignoreSuppressions.length" required>
                <DurationInput />
              </Field>
            </>
          )}
        </ListFields>
      </Section>
      <Section title={t('section.quiet')}>
        <HoursFields name="quietHours" none={t('noQuiet')} />
        <Field name="holidays" wide>
          <DatesInput />
        </Field>
      </Section>
    </>
  );
}
