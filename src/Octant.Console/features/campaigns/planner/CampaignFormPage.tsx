import { Button, Form, Space } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { Page } from '../../../ui/layout/Page';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Empty } from '../../../ui/states/Empty';
import { Failure } from '../../../ui/states/Failure';
import { useProblemFields } from '../../../ui/states/useProblemFields';
import { useZone } from '../../../ui/zone/ZoneProvider';
import { useSettled } from '../../audiences/audiences';
import { useSession } from '../../session/session';
import { useToday } from '../../session/useToday';
import { CampaignInSight } from '../CampaignInSight';
import { isEditable } from '../campaigns';
import { AudienceSection } from './AudienceSection';
import { expectationOf } from '../period';
import { campaignOf, canBeForecast, draftOf, newDraft, planOf, type CampaignDraft } from './draft';
import { ExperimentSection } from './ExperimentSection';
import { MeetingSection } from './MeetingSection';
import { OfferSection } from './OfferSection';
import { OutlookPanel } from './OutlookPanel';
import { PurposeSection } from './PurposeSection';
import { ResourceSection } from './ResourceSection';
import { Section } from './Section';
import { useDraftForecast, useSaveDraft, useStoredDraft, type StoredDraft } from './sources';
import { SurveySection } from './SurveySection';
import { texts } from './texts';
import { WordingSection } from './WordingSection';
import styles from './planner.module.css';

/** Where the API's names and the form's differ. */
const inputs = {
  start: 'period',
  end: 'period',
  validity: 'validityHours',
  schedule: 'sendAt',
  'schedule.at': 'sendAt',
  'schedule.recurrence.every': 'repeat.every',
  'schedule.recurrence.until': 'repeat.last',
  'trigger.within': 'trigger.hours',
  'trigger.absent': 'trigger.otherType',
  'trigger.after': 'trigger.otherType',
  'plan.success': 'plan.share',
  'plan.success.share': 'plan.share',
  'plan.success.count': 'plan.count',
  'plan.expected.responseRate': 'plan.responseRate',
  'plan.survey.delay': 'plan.survey.delayHours',
  'plan.survey.answerWithin': 'plan.survey.answerDays',
};

export default function CampaignFormPage() {
  const { id } = useParams();
  return id === undefined ? <NewCampaign /> : <StoredCampaign id={id} />;
}

function NewCampaign() {
  const { staffNumber, organisation } = useSession();
  const today = useToday();
  const [first] = useState(() => newDraft({ staffNumber, organisation: organisation?.path ?? null, level: organisation?.units.at(-1)?.level ?? 'province' }, today));
  return <CampaignForm first={first} />;
}

function StoredCampaign({ id }: { readonly id: string }) {
  const t = useTexts(texts);
  const zone = useZone();
  const today = useToday();
  return (
    <CampaignInSight query={useStoredDraft(id)}>
      {(stored) => {
        if (!isEditable(stored.campaign)) {
          return (
            <Page title={stored.campaign.name}>
              <Empty title={t('notEditable')} action={<Link to={`/campaigns/${id}`}>{t('toCampaign')}</Link>}>
                {t('notEditableDetail')}
              </Empty>
            </Page>
          );
        }

        // Where nobody has said its kind, it stays what it does: nothing is sent at an hour that was never set.
        const kind = stored.plan.kind ?? (stored.campaign.trigger ? 'event' : stored.campaign.schedule ? 'batch' : 'inbound');
        return <CampaignForm first={draftOf(stored.campaign, stored.plan, kind, zone, today)} stored={stored} />;
      }}
    </CampaignInSight>
  );
}

interface CampaignFormProps {
  readonly first: CampaignDraft;
  readonly stored?: StoredDraft;
}

/** A campaign as one guided form along its plan, beside what it can be expected to bring as it is typed. */
function CampaignForm({ first, stored }: CampaignFormProps) {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const [form] = Form.useForm<CampaignDraft>();
  const { place, shown } = useProblemFields(form, inputs);
  const save = useSaveDraft(stored);
  const zone = useZone();
  const watched = Form.useWatch((values: CampaignDraft) => values, { form, preserve: true }) as CampaignDraft | undefined;
  const draft = useMemo(() => ({ ...first, ...watched, trigger: { ...first.trigger, ...watched?.trigger }, repeat: { ...first.repeat, ...watched?.repeat }, plan: { ...first.plan, ...watched?.plan } }), [first, watched]);
  const asked = useMemo(
    () => (canBeForecast(draft) ? JSON.stringify({ campaign: campaignOf(draft, stored?.campaign ?? null, zone), plan: planOf(draft, stored?.plan ?? null, null) }) : null),
    [draft, stored, zone],
  );
  const settled = useSettled(asked);
  const question = useMemo(() => (settled === null ? null : (JSON.parse(settled) as Parameters<typeof useDraftForecast>[0])), [settled]);
  const forecast = useDraftForecast(question);
  const store = (submit: boolean) => {
    form
      .validateFields()
      .then(() => {
        const outlook = forecast.data === undefined ? null : expectationOf(forecast.data.forecast);
        save.mutate(
          { campaign: campaignOf(draft, stored?.campaign ?? null, zone), plan: planOf(draft, stored?.plan ?? null, outlook), submit },
          {
            onError: place,
            onSuccess: (id) => {
              void navigate(`/campaigns/${id}?stage=${submit ? 'review' : 'plan'}`);
            },
          },
        );
      })
      .catch((error: unknown) => {
        const [wrong] = (error as { readonly errorFields?: readonly { readonly name: (string | number)[] }[] }).errorFields ?? [];
        if (wrong !== undefined) {
          form.scrollToField(wrong.name, { focus: true, block: 'center' });
        }
      });
  };
  const actions = (
    <Space wrap>
      <Button
        loading={save.isPending && !save.variables.submit}
        onClick={() => {
          store(false);
        }}
      >
        {t('saveDraft')}
      </Button>
      <Button
        type="primary"
        loading={save.isPending && save.variables.submit}
        onClick={() => {
          store(true);
        }}
      >
        {t('saveAndSubmit')}
      </Button>
    </Space>
  );
  return (
    <Page title={stored === undefined ? t('newTitle') : t('editTitle')} detail={stored === undefined ? t('newDetail') : stored.campaign.name} actions={actions}>
      <Form<CampaignDraft> form={form} layout="vertical" initialValues={first} scrollToFirstError={false} className={styles.form ?? ''}>
        <div className={styles.sections}>
          <Failure error={save.error} shown={shown} />
          <Section number={1} title={t('purpose')} detail={t('purposeDetail')}>
            <PurposeSection isStored={stored !== undefined} />
          </Section>
          <Section number={2} title={t('offers')} detail={t('offersDetail')}>
            <OfferSection />
          </Section>
          <Section number={3} title={t('meeting')} detail={t('meetingDetail')}>
            <MeetingSection draft={draft} />
          </Section>
          <Section number={4} title={t('audience')} detail={t('audienceDetail')}>
            <AudienceSection draft={draft} />
          </Section>
          <Section number={5} title={t('wording')} detail={t('wordingDetail')}>
            <WordingSection draft={draft} />
          </Section>
          <Section number={6} title={t('resources')} detail={t('resourcesDetail')}>
            <ResourceSection draft={draft} />
          </Section>
          <Section number={7} title={t('experiment')} detail={t('experimentDetail')}>
            <ExperimentSection draft={draft} forecast={forecast.data} />
          </Section>
          <Section number={8} title={t('survey')} detail={t('surveyDetail')}>
            <SurveySection draft={draft} />
          </Section>
          <div className={styles.end}>{actions}</div>
        </div>
        {/* It scrolls by itself and holds nothing that takes the focus, so it does: the arrow keys move it. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section className={styles.outlook} aria-label={t('outlook')} tabIndex={0}>
          <OutlookPanel query={forecast} isAsked={question !== null} schedule={question?.campaign.schedule ?? null} />
        </section>
      </Form>
    </Page>
  );
}
