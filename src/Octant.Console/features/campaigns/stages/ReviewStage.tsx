import { Alert, Button, Form, Input, Space, Timeline } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { Empty } from '../../../ui/states/Empty';
import { Failure } from '../../../ui/states/Failure';
import { personOf, useComment, useReviews, type Reviews } from '../campaign';
import type { Campaign } from '../campaigns';
import { texts } from '../detail.texts';
import styles from '../detail.module.css';
import { LaneCard, useLaneName } from './LaneCard';
import { StageTimes } from './StageTimes';

/** Who must approve it, how far they are, what they said, and how long it has taken. */
export function ReviewStage({ campaign }: { readonly campaign: Campaign }) {
  return <Answered query={useReviews(campaign.id)}>{(reviews) => <ReviewView id={campaign.id} reviews={reviews} />}</Answered>;
}

/** What can be decided now comes first. */
const order = { open: 0, sentBack: 1, approved: 2, waiting: 3 } as const;

function ReviewView({ id, reviews }: { readonly id: string; readonly reviews: Reviews }) {
  const t = useTexts(texts);
  const isSentBack = reviews.lanes.some((lane) => lane.status === 'sentBack');
  return (
    <div className={styles.sections}>
      {reviews.isEditedSince && <Alert type="warning" showIcon title={t('editedSince')} />}
      {isSentBack && <Alert type="error" showIcon title={t('sentBackTitle')} description={t('sentBackDetail')} />}
      {reviews.lanes.length === 0 ? (
        <Empty title={t('notSubmitted')}>{t('notSubmittedDetail')}</Empty>
      ) : (
        <section>
        <h2 className={styles.heading}>{t('approvers')}</h2>
        <ul className={styles.lanes}>
          {[...reviews.lanes].sort((one, other) => order[one.status] - order[other.status]).map((lane) => (
            <LaneCard key={lane.lane} id={id} lane={lane} />
          ))}
        </ul>
        </section>
      )}
      <StageTimes reviews={reviews} />
      <section>
        <h2 className={styles.heading}>{t('said')}</h2>
        <Said reviews={reviews} />
        <CommentForm id={id} />
      </section>
    </div>
  );
}

/** Verdicts and comments in the order in which they were said. */
function Said({ reviews }: { readonly reviews: Reviews }) {
  const t = useTexts(texts);
  const format = useFormat();
  const laneName = useLaneName(reviews.lanes);
  const entries = [
    ...reviews.reviews.map((review) => ({ ...review, what: t(`said.${review.verdict}`, { lane: laneName(review.lane) }), text: review.comment, color: review.verdict === 'approve' ? 'green' : 'red' })),
    ...reviews.comments.map((comment) => ({ ...comment, what: t('said.comment'), color: 'gray' })),
  ].sort((one, other) => one.at.localeCompare(other.at));
  return entries.length === 0 ? (
    <p className={styles.note}>{t('nothingSaid')}</p>
  ) : (
    <Timeline
      items={entries.map((entry) => ({
        color: entry.color,
        content: (
          <>
            <strong>{personOf(entry.by)}</strong> {entry.what} <span className={styles.note}>{format.dateTime(entry.at)}</span>
            {entry.text && <p className={styles.quote}>{entry.text}</p>}
          </>
        ),
      }))}
    />
  );
}

function CommentForm({ id }: { readonly id: string }) {
  const t = useTexts(texts);
  const [text, setText] = useState('');
  const comment = useComment(id);
  return (
    <Form
      layout="vertical"
      className={styles.commentForm ?? ''}
      onFinish={() => {
        comment.mutate(text.trim(), {
          onSuccess: () => {
            setText('');
          },
        });
      }}
    >
      <Form.Item label={t('addComment')}>
        <Input.TextArea
          aria-label={t('addComment')}
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={2000}
          value={text}
          placeholder={t('commentPlaceholder')}
          onChange={(change) => {
            setText(change.target.value);
          }}
        />
      </Form.Item>
      <Failure error={comment.error} />
      <Space>
        <Button htmlType="submit" disabled={text.trim() === ''} loading={comment.isPending}>
          {t('say')}
        </Button>
      </Space>
    </Form>
  );
}
