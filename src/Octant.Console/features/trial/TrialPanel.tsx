import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Card, Form, Input, Select, Table, Tag, type TableColumnsType } from 'antd';
import { answer, api } from '../../api/client';
import { isPresent } from '../../api/present';
import { ProblemError } from '../../api/problem';
import type { components } from '../../api/schema';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure, useFieldMessage } from '../../ui/states/Failure';
import { useDocumentList } from '../../ui/documents/documents';
import { touchpoints, useChannels } from '../channels/channels';
import { useReason, useStage } from '../decisions/useReason';
import { texts } from './texts';
import styles from './trial.module.css';

type Schemas = components['schemas'];
type Drafts = Schemas['TrialDrafts'];
type Decision = Schemas['DecisionAnswer'];
type Finding = Schemas['CampaignExplanation'];

interface Question {
  readonly customerId: string;
  readonly channel: string;
  readonly touchpoint?: string | null;
}

interface TrialPanelProps {
  readonly drafts: Partial<Drafts>;
  /** Which of them the page is about, to tell what is wrong with it. */
  readonly member: keyof Drafts;
  /** Where the draft is a channel or touchpoint, this is asked at it. */
  readonly at?: { readonly channel: string; readonly touchpoint?: string };
}

const none: Drafts = { offerings: null, promotions: null, channels: null, touchpoints: null, contactPolicies: null };

/** In design it could not be offered at all, and there would be nothing to see. */
const asIfOnSale = (drafts: Partial<Drafts>): Partial<Drafts> =>
  drafts.offerings ? { ...drafts, offerings: drafts.offerings.map((offering) => (offering.status === 'inDesign' ? { ...offering, status: 'active' } : offering)) } : drafts;

/** A draft tried on one customer: what they are told now, and what they would be told with it. */
export function TrialPanel({ drafts, member, at }: TrialPanelProps) {
  const t = useTexts(texts);
  const channels = useChannels();
  const spots = useDocumentList(touchpoints, { offset: 0, limit: 500 });
  const [form] = Form.useForm<Question>();
  const channel = Form.useWatch<string | undefined>('channel', form);
  const trial = useMutation({
    mutationFn: (question: Question) =>
      answer(
        api.POST('/api/v1/trials', {
          body: {
            customerId: question.customerId.trim(),
            channel: at?.channel ?? question.channel,
            touchpoint: at?.touchpoint ?? question.touchpoint ?? null,
            limit: null,
            context: null,
            drafts: { ...none, ...asIfOnSale(drafts) },
          },
        }),
      ),
  });
  const isDraftWrong = trial.error instanceof ProblemError && trial.error.errors.some(({ field }) => field.startsWith(`drafts.${member}`));
  return (
    <div className={styles.panel}>
      <Card>
        <p className={styles.intro}>
          {t('intro')} {drafts.offerings?.some(({ status }) => status === 'inDesign') === true && t('asIfActive')}
        </p>
        <Form<Question>
          form={form}
          layout="vertical"
          requiredMark={false}
          className={styles.question ?? ''}
          onFinish={(question) => {
            trial.mutate(question);
          }}
        >
          <Form.Item name="customerId" label={t('customer')} rules={[{ required: true, whitespace: true, message: t('customerMissing') }]}>
            <Input autoComplete="off" />
          </Form.Item>
          {at === undefined && (
            <>
              <Form.Item name="channel" label={t('channel')} rules={[{ required: true, message: t('channelMissing') }]}>
                <Select options={(channels.data ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
              </Form.Item>
              <Form.Item name="touchpoint" label={t('touchpoint')}>
                <Select
                  allowClear
                  placeholder={t('anyTouchpoint')}
                  options={(spots.data?.items ?? []).filter((spot) => spot.channel === channel).map(({ id, name }) => ({ value: id, label: name }))}
                />
              </Form.Item>
            </>
          )}
          <Form.Item label=" " colon={false} className={styles.submit ?? ''}>
            <Button type="primary" htmlType="submit" loading={trial.isPending}>
              {t('try')}
            </Button>
          </Form.Item>
        </Form>
      </Card>
      {isDraftWrong ? <WrongDraft error={trial.error as ProblemError} member={member} /> : <Failure error={trial.error} />}
      {trial.data !== undefined && <Compared {...trial.data} />}
    </div>
  );
}

function WrongDraft({ error, member }: { readonly error: ProblemError; readonly member: string }) {
  const t = useTexts(texts);
  const message = useFieldMessage();
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t('wrong')}
      description={
        <ul>
          {error.errors.map((field) => (
            <li key={field.field}>
              <code>{field.field.replace(new RegExp(`^drafts\\.${member}\\[0\\]\\.?`), '')}</code> {message(field)}
            </li>
          ))}
        </ul>
      }
    />
  );
}

const offered = (decision: Decision) => decision.recommendations.map(({ campaignId, offeringId }) => `${campaignId} ${offeringId}`).join('\n');

function Compared({ now, draft, trialCampaigns }: Schemas['DraftTrialAnswer']) {
  const t = useTexts(texts);
  const isSame = now ? offered(now) === offered(draft) : false;
  return (
    <section className={styles.compared} aria-live="polite" data-testid="trial">
      {now && <Alert type={isSame ? 'info' : 'warning'} showIcon title={t(isSame ? 'same' : 'different')} />}
      {trialCampaigns.length > 0 && <Alert type="info" showIcon title={t('trialCampaign')} />}
      <div className={styles.both}>
        <Card title={<h2 className={styles.heading}>{t('now')}</h2>}>{now ? <Offers decision={now} /> : <p>{t('notThereYet')}</p>}</Card>
        <Card title={<h2 className={styles.heading}>{t('draft')}</h2>} className={styles.isDraft ?? ''}>
          <Offers decision={draft} />
        </Card>
      </div>
      <Changes now={now} draft={draft} trialCampaigns={trialCampaigns} />
    </section>
  );
}

function Offers({ decision }: { readonly decision: Decision }) {
  const t = useTexts(texts);
  const reason = useReason();
  if (decision.recommendations.length === 0) {
    return <p>{t('silence', { reason: isPresent(decision.silence) ? reason(decision.silence) : '' })}</p>;
  }

  return (
    <ol className={styles.offers}>
      {decision.recommendations.map((offer) => (
        <li key={`${offer.campaignId} ${offer.offeringId}`}>
          <strong>{offer.offeringId}</strong> <Tag>{offer.campaignId}</Tag>
          <blockquote>{offer.treatment.text}</blockquote>
        </li>
      ))}
    </ol>
  );
}

interface Change {
  readonly campaign: string;
  readonly name: string;
  readonly now: Finding | undefined;
  readonly draft: Finding | undefined;
}

const stands = (finding: Finding | undefined) => (finding === undefined ? '' : [finding.stage, finding.reason, finding.related, finding.rank].join(' '));

/** Campaigns that come out otherwise with the draft, and those made up for it. */
function Changes({ now, draft, trialCampaigns }: Schemas['DraftTrialAnswer']) {
  const t = useTexts(texts);
  const [before, after] = [now?.explanation?.campaigns ?? [], draft.explanation?.campaigns ?? []];
  const changes: Change[] = after
    .map((finding) => ({ campaign: finding.campaign, name: finding.name, now: before.find((other) => other.campaign === finding.campaign), draft: finding }))
    .filter((change) => trialCampaigns.includes(change.campaign) || (now && stands(change.now) !== stands(change.draft)));
  if (changes.length === 0) {
    return null;
  }

  const columns: TableColumnsType<Change> = [
    {
      title: t('campaign'),
      key: 'campaign',
      render: (_, change) => change.name,
    },
    { title: t('now'), key: 'now', render: (_, change) => <Standing finding={change.now} /> },
    { title: t('draft'), key: 'draft', render: (_, change) => <Standing finding={change.draft} /> },
  ];
  return (
    <Card title={<h2 className={styles.heading}>{t('whyNot')}</h2>} styles={{ body: { padding: 0 } }}>
      <Table<Change> rowKey="campaign" columns={columns} dataSource={changes} pagination={false} />
    </Card>
  );
}

function Standing({ finding }: { readonly finding: Finding | undefined }) {
  const t = useTexts(texts);
  const format = useFormat();
  const stage = useStage();
  const reason = useReason();
  if (finding === undefined) {
    return <>–</>;
  }

  const clauses = finding.condition?.smallestChange.map((clause) => clause.text).join(', ') ?? '';
  return (
    <div className={styles.standing}>
      <Tag color={finding.stage === 'recommended' ? 'success' : 'warning'}>{stage(finding.stage)}</Tag>
      {isPresent(finding.reason) && reason(finding.reason)} {finding.related && <code>{finding.related}</code>}
      {finding.freesAt && <div>{t('frees', { time: format.dateTime(finding.freesAt) })}</div>}
      {clauses !== '' && <div>{t('smallestChange', { clauses })}</div>}
    </div>
  );
}
