import { useMemo } from 'react';
import { useParams } from 'react-router';
import { DocumentEditor, newId } from '../../ui/documents/DocumentEditor';
import type { Texts } from '../../ui/language/language';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useMatchingWords } from '../matching/useMatchingWords';
import { usePermission } from '../session/session';
import { TrialPanel } from '../trial/TrialPanel';
import { OfferingFields } from './OfferingFields';
import { OfferingFit } from './OfferingFit';
import { offerings, type Offering } from './offerings';
import { texts } from './texts';
import { StandardWordingPreview } from './StandardWordingPreview';

const blank: Offering = {
  id: '',
  name: '',
  type: 'addOn',
  status: 'inDesign',
  price: 0,
  responseWindow: 'PT168H',
  excludes: [],
  requires: [],
  upgradesFrom: [],
  devices: [],
  areas: [],
  needs: {
    input: 'none',
    output: ['shortText'],
    experience: [],
    authentication: 'b',
    specialNeeds: [],
    functionalComplexity: 0,
    marketExclusivity: 0,
    trainingNeed: 0,
    revenueImportance: 0,
    companyPriority: 0,
    customerAttention: 0,
  },
  wording: {},
};

const money = ['price', 'value', 'revenue.once', 'revenue.monthly', 'revenue.whole'];

/** What is sold: all of its members, beside it which channels carry it and what is said of it. */
export default function OfferingPage() {
  const { id = newId } = useParams();
  const t = useTexts(texts);
  const words = useMatchingWords();
  const permits = usePermission();
  const labels = useMemo(() => ({ of: (member: string) => (texts as Texts)[`field.${member}`], say: words.valueOf, money }), [words]);
  return (
    <DocumentEditor
      kind={offerings}
      id={id}
      blank={blank}
      nameOf={(offering) => offering.name}
      newTitle={t('newOffering')}
      detail={t('offeringDetail')}
      list={{ path: '/offerings', label: t('title') }}
      labels={labels}
      mayChange={permits('catalog:write')}
      fields={<OfferingFields />}
      aside={(draft) => (
        <>
          <OfferingFit needs={draft.needs ?? {}} chosen={draft.tier ?? null} />
          <StandardWordingPreview wording={draft.wording ?? {}} name={draft.name} />
        </>
      )}
      {...(permits('decisions:read') ? { trial: (draft: Offering) => <TrialPanel drafts={{ offerings: [draft] }} member="offerings" /> } : {})}
    />
  );
}
