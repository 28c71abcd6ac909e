import { Input } from 'antd';
import { useParams } from 'react-router';
import { DocumentEditor, newId } from '../../ui/documents/DocumentEditor';
import type { Labels } from '../../ui/documents/labels';
import { DocumentSelect } from '../../ui/form/DocumentSelect';
import { Field } from '../../ui/form/Field';
import { MomentInput, MoneyInput, NumberInput } from '../../ui/form/inputs';
import { Section } from '../../ui/form/Section';
import type { Texts } from '../../ui/language/language';
import { useTexts } from '../../ui/language/LanguageProvider';
import { usePermission } from '../session/session';
import { TrialPanel } from '../trial/TrialPanel';
import { offerings, promotions, type Promotion } from './offerings';
import { texts } from './promotions.texts';

const blank: Promotion = { id: '', name: '', offerings: [], price: 0, excludes: [], lockInMonths: 0 };
const labels: Labels = { of: (member) => (texts as Texts)[`field.${member}`], money: ['price'] };

export default function PromotionPage() {
  const { id = newId } = useParams();
  const t = useTexts(texts);
  const permits = usePermission();
  return (
    <DocumentEditor
      kind={promotions}
      id={id}
      blank={blank}
      nameOf={(promotion) => promotion.name}
      newTitle={t('newPromotion')}
      detail={t('promotionDetail')}
      list={{ path: '/promotions', label: t('title') }}
      labels={labels}
      mayChange={permits('catalog:write')}
      fields={
        <Section title={t('section')}>
          <Field name="name" required wide>
            <Input maxLength={200} />
          </Field>
          <Field name="offerings" required wide>
            <DocumentSelect kind={offerings} nameOf={(offering) => offering.name} mode="multiple" />
          </Field>
          <Field name="price" required>
            <MoneyInput />
          </Field>
          <Field name="lockInMonths" required extra={t('hint.lockIn')}>
            <NumberInput min={0} max={120} precision={0} />
          </Field>
          <Field name="validFrom">
            <MomentInput />
          </Field>
          <Field name="validTo">
            <MomentInput />
          </Field>
          <Field name="excludes" wide extra={t('hint.excludes')}>
            <DocumentSelect kind={promotions} nameOf={(promotion) => promotion.name} mode="tags" />
          </Field>
        </Section>
      }
      {...(permits('decisions:read') ? { trial: (draft: Promotion) => <TrialPanel drafts={{ promotions: [draft] }} member="promotions" /> } : {})}
    />
  );
}
