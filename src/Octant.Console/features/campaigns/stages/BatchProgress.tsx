import { useQuery } from '@tanstack/react-query';
import { Progress, Tag } from 'antd';
import { answer, api, background } from '../../../api/client';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import type { Campaign } from '../campaigns';
import { texts } from './batch.texts';
import styles from '../detail.module.css';

const refreshEvery = 2_000;

/** How far a scheduled campaign has come with its audience; nothing for others. */
export function BatchProgress({ campaign }: { readonly campaign: Campaign }) {
  return campaign.schedule ? <Batch id={campaign.id} /> : null;
}

function Batch({ id }: { readonly id: string }) {
  const t = useTexts(texts);
  const format = useFormat();
  const batch = useQuery({
    queryKey: ['campaign', id, 'batch'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns/{id}/batch', { params: { path: { id } }, headers: background, signal })),
    refetchInterval: refreshEvery,
    staleTime: 0,
  });
  return (
    <section aria-label={t('title')}>
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
            </p>
          </>
        )}
      </Answered>
    </section>
  );
}
