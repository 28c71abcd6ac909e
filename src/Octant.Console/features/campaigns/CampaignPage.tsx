import { Button, Card, Popconfirm } from 'antd';
import { Link, useSearchParams, useParams } from 'react-router';
import { isPresent } from '../../api/present';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { usePermission } from '../session/session';
import { useAction, useCampaign, useReviews, type Action } from './campaign';
import { isEditable, type Campaign, type CampaignStatus } from './campaigns';
import { CampaignInSight } from './CampaignInSight';
import { CloneButton } from './CloneButton';
import { texts } from './detail.texts';
import { StageTabs } from './StageTabs';
import { EvaluationStage } from './stages/EvaluationStage';
import { ExecutionStage } from './stages/ExecutionStage';
import { PlanStage } from './stages/PlanStage';
import { ResourcesStage } from './stages/ResourcesStage';
import { ReviewStage } from './stages/ReviewStage';
import { TestStage } from './stages/TestStage';
import { StatusTag } from './StatusTag';
import styles from './detail.module.css';

const stages = {
  plan: PlanStage,
  resources: ResourcesStage,
  review: ReviewStage,
  test: TestStage,
  execution: ExecutionStage,
  evaluation: EvaluationStage,
} as const;

type Stage = keyof typeof stages;

/** Where its people most likely have something to do. */
const stageOf: Record<CampaignStatus, Stage> = { draft: 'plan', approved: 'execution', live: 'execution', paused: 'execution', ended: 'evaluation' };

/** What can be done with it in its status, and the scope that takes. */
const actions: Record<CampaignStatus, readonly { readonly action: Action; readonly scope: string }[]> = {
  draft: [{ action: 'submit', scope: 'campaigns:write' }],
  approved: [{ action: 'launch', scope: 'campaigns:launch' }],
  live: [
    { action: 'pause', scope: 'campaigns:launch' },
    { action: 'end', scope: 'campaigns:launch' },
  ],
  paused: [
    { action: 'resume', scope: 'campaigns:launch' },
    { action: 'end', scope: 'campaigns:launch' },
  ],
  ended: [],
};

/** Where an action leads on: what one wants to see next. */
const after: Partial<Record<Action, Stage>> = { submit: 'review', launch: 'execution', resume: 'execution', end: 'evaluation' };

export default function CampaignPage() {
  const { id = '' } = useParams();
  const campaign = useCampaign(id);
  return <CampaignInSight query={campaign}>{(known) => <CampaignDetail key={known.id} campaign={known} />}</CampaignInSight>;
}

/** One campaign, with the loop from plan to proof as its spine. */
function CampaignDetail({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const permits = usePermission();
  const [search, setSearch] = useSearchParams();
  const act = useAction(campaign.id);
  const reviews = useReviews(campaign.id);
  const status = campaign.status ?? 'draft';
  const isUnderReview = status === 'draft' && isPresent(reviews.data?.submittedAt) && !reviews.data.isEditedSince;
  const asked = search.get('stage');
  const stage = asked !== null && asked in stages ? (asked as Stage) : isUnderReview ? 'review' : stageOf[status];
  const Content = stages[stage];
  const go = (to: Stage) => {
    setSearch({ stage: to }, { replace: true });
  };
  return (
    <Page
      title={campaign.name}
      detail={
        <span className={styles.subtitle}>
          <StatusTag status={status} isUnderReview={isUnderReview} /> {campaign.id}
        </span>
      }
      actions={
        <>
          {permits('campaigns:write') && <CloneButton campaign={campaign} />}
          {permits('campaigns:write') && isEditable(campaign) && (
            <Link to={`/campaigns/${campaign.id}/edit`} className={styles.linkButton}>
              {t('edit')}
            </Link>
          )}
          {actions[status]
            .filter(({ action, scope }) => permits(scope) && !(action === 'submit' && isUnderReview))
            .map(({ action }) => (
              <ActionButton
                key={action}
                action={action}
                isBusy={act.isPending && act.variables === action}
                onAct={() => {
                  act.mutate(action, {
                    onSuccess: () => {
                      go(after[action] ?? stage);
                    },
                  });
                }}
              />
            ))}
        </>
      }
    >
      <Failure error={act.error} />
      <Card className={styles.spine ?? ''}>
        <StageTabs active={stage} label={t('stages')} onChange={go} stages={(Object.keys(stages) as Stage[]).map((key) => ({ key, label: t(`stage.${key}`) }))}>
          <Content campaign={campaign} />
        </StageTabs>
      </Card>
    </Page>
  );
}

function ActionButton({ action, isBusy, onAct }: { readonly action: Action; readonly isBusy: boolean; readonly onAct: () => void }) {
  const t = useTexts(texts);
  if (action === 'submit' || action === 'resume') {
    return (
      <Button type="primary" loading={isBusy} onClick={onAct}>
        {t(`action.${action}`)}
      </Button>
    );
  }

  return (
    <Popconfirm title={t(`sure.${action}`)} okText={t(`action.${action}`)} onConfirm={onAct}>
      <Button type={action === 'launch' ? 'primary' : 'default'} danger={action === 'end'} loading={isBusy}>
        {t(`action.${action}`)}
      </Button>
    </Popconfirm>
  );
}
