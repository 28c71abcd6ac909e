import { useQuery } from '@tanstack/react-query';
import { Progress, Table, Tag, type TableColumnsType } from 'antd';
import { isPresent } from '../../../api/present';
import { answer, api, background } from '../../../api/client';
import type { components } from '../../../api/schema';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import type { Campaign } from '../campaigns';
import { texts } from './batch.texts';
import styles from '../detail.module.css';

const refreshEvery = 2_000;

/** How far a scheduled campaign has come with its audience; nothing for others. */
export function BatchProgress({ campaign }: { readonly campaign: Campaign }) {
  return campaign.schedule ? <Batch id={campaign.id} isRecurring={isPresent(campaign.schedule.recurrence)} /> : null;
}

function Batch({ id, isRecurring }: { readonly id: string; readonly isRecurring: boolean }) {
  const t = useTexts(texts);
  const format = useFormat();
  const batch = useQuery({
    queryKey: ['campaign', id, 'batch'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/batch', { params: { path: { id } }, headers: background, signal })),
    refetchInterval: refreshEvery,
    staleTime: 0,
  });
  return (
    <section aria-label={t('title')} className={styles.batch}>
      <Answered query={batch} rows={1}>
        {(now) => (
          <>
            <h2 className={styles.heading}>
              {t('title')} <Tag color={now.state === 'completed' ? 'success' : now.state === 'running' ? 'processing' : 'default'}>{t(`state.${now.state}`)}</Tag>
            </h2>
            <Progress
              percent={now.audience === 0 ? (now.state === 'completed' ? 100 : 0) : Math.floor((now.done / now.audience) * 100)}
              status={now.state === 'running' ? 'active' : now.state === 'completed' ? 'success' : 'normal'}
              aria-label={t('title')}
            />
            <p className={styles.note}>
              {now.startedAt ? t('progress', { done: format.number(now.done), audience: format.number(now.audience) }) : t('due', { time: format.dateTime(now.due) })}
              {now.completedAt && ` · ${t('completedAt', { time: format.dateTime(now.completedAt) })}`}
              {now.startedAt && now.next && ` · ${t('next', { time: format.dateTime(now.next) })}`}
            </p>
            {isRecurring && now.runs.length > 0 && <Runs runs={now.runs} />}
          </>
        )}
      </Answered>
    </section>
  );
}

type Run = components['schemas']['BatchRunView'];

/** Every time it went out, and what came of it. */
function Runs({ runs }: { readonly runs: readonly Run[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const figure = (value: number) => <span className="figure">{format.number(value)}</span>;
  const columns: TableColumnsType<Run> = [
    { title: t('run'), key: 'due', render: (_, { due }) => format.dateTime(due) },
    {
      title: t('turns'),
      key: 'done',
      align: 'right',
      render: (_, run) => (
        <span className="figure">
          {format.number(run.done)} / {format.number(run.audience)} {!isPresent(run.completedAt) && run !== runs[0] && <Tag>{t('cutOff')}</Tag>}
        </span>
      ),
    },
    { title: t('planned'), key: 'planned', align: 'right', render: (_, { planned }) => figure(planned) },
    { title: t('sent'), key: 'sent', align: 'right', responsive: ['sm'], render: (_, { sent }) => figure(sent) },
    { title: t('accepted'), key: 'accepted', align: 'right', responsive: ['sm'], render: (_, { accepted }) => figure(accepted) },
  ];
  return (
    <>
      <h2 className={styles.heading}>{t('runs')}</h2>
      <Table<Run> rowKey="due" size="small" pagination={{ hideOnSinglePage: true }} columns={columns} dataSource={[...runs]} />
      <p className={styles.note}>{t('runsDetail')}</p>
    </>
  );
}
