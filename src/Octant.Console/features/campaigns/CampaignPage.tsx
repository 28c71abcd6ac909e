import { Button, Card, Popconfirm, Tabs } from 'antd';
import { useSearchParams, useParams } from 'react-router';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Failure } from '../../ui/states/Failure';
import { usePermission } from '../session/session';
import { useAction, useCampaign, type Action } from './campaign';
import type { Campaign, CampaignStatus } from './campaigns';
import { texts } from './detail.texts';
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

export default function CampaignPage() {
  const { id = '' } = useParams();
  return <Answered query={useCampaign(id)}>{(campaign) => <CampaignDetail campaign={campaign} />}</Answered>;
}

/** One campaign, with the loop from plan to proof as its spine. */
function CampaignDetail({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const permits = usePermission();
  const [search, setSearch] = useSearchParams();
  const act = useAction(campaign.id);
  const status = campaign.status ?? 'draft';
  const asked = search.get('stage');
  const stage = asked !== null && asked in stages ? (asked as Stage) : stageOf[status];
  return (
    <Page
      title={campaign.name}
      detail={
        <span className={styles.subtitle}>
          <StatusTag status={status} /> {campaign.id}
        </span>
      }
      actions={actions[status]
        .filter(({ scope }) => permits(scope))
        .map(({ action }) => (
          <ActionButton
            key={action}
            action={action}
            isBusy={act.isPending}
            onAct={() => {
              act.mutate(action);
            }}
          />
        ))}
    >
      <Failure error={act.error} />
      <Card className={styles.spine ?? ''}>
        <Tabs
          activeKey={stage}
          onChange={(chosen) => {
            setSearch({ stage: chosen }, { replace: true });
          }}
          destroyOnHidden
          items={(Object.keys(stages) as Stage[]).map((key, index) => {
            const Content = stages[key];
            return {
              key,
              label: (
                <span className={styles.step}>
                  <span className={styles.stepNumber}>{index + 1}</span>
                  {t(`stage.${key}`)}
                </span>
              ),
              children: <Content campaign={campaign} />,
            };
          })}
        />
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
