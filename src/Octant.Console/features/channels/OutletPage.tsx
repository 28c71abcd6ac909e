import { Input } from 'antd';
import { useParams } from 'react-router';
import { DocumentEditor, newId } from '../../ui/documents/DocumentEditor';
import { DocumentSelect } from '../../ui/form/DocumentSelect';
import { Field } from '../../ui/form/Field';
import { HoursFields } from '../../ui/form/HoursFields';
import { MoneyInput, NumberInput } from '../../ui/form/inputs';
import { Section } from '../../ui/form/Section';
import { useTexts } from '../../ui/language/LanguageProvider';
import { usePermission } from '../session/session';
import { channels, outlets, type Outlet } from './channels';
import { texts } from './texts';
import { UnitSelect } from './UnitSelect';
import { useChannelLabels } from './useChannelLabels';

const blank: Outlet = { id: '', name: '', channel: '', organisation: '', hours: [], costPerContact: 0 };

export default function OutletPage() {
  const { id = newId } = useParams();
  const t = useTexts(texts);
  const permits = usePermission();
  const labels = useChannelLabels();
  return (
    <DocumentEditor
      kind={outlets}
      id={id}
      blank={blank}
      nameOf={(outlet) => outlet.name}
      newTitle={t('newOutlet')}
      detail={t('outletDetail')}
      list={{ path: '/outlets', label: t('outlets') }}
      labels={labels}
      mayChange={permits('channels:write')}
      fields={
        <>
          <Section title={t('section.basic')}>
            <Field name="name" required wide>
              <Input maxLength={200} />
            </Field>
            <Field name="channel" required>
              <DocumentSelect kind={channels} nameOf={(channel) => channel.name} />
            </Field>
            <Field name="organisation" required>
              <UnitSelect />
            </Field>
          </Section>
          <Section title={t('section.cost')}>
            <Field name="costPerContact" required>
              <MoneyInput />
            </Field>
            <Field name="dailyCapacity" extra={t('hint.capacity')}>
              <NumberInput min={0} precision={0} />
            </Field>
          </Section>
          <Section title={t('section.hours')}>
            <HoursFields name="hours" none={t('hint.outletHours')} />
          </Section>
        </>
      }
    />
  );
}
