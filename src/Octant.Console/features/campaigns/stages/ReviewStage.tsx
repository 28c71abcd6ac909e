import { Alert, Button, Input, Space, Tag, Timeline } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../../ui/format/useFormat';
import { useLanguage, useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { Empty } from '../../../ui/states/Empty';
import { Failure } from '../../../ui/states/Failure';
import { useReviews, useVerdict, type Lane, type Reviews } from '../campaign';
import type { Campaign } from '../campaigns';
import { texts } from '../detail.texts';
import styles from '../detail.module.css';

/** Who must approve it, how far they are, and what they said. */
export function ReviewStage({ campaign }: { readonly campaign: Campaign }) {
  return <Answered query={useReviews(campaign.id)}>{(reviews) => <ReviewView id={campaign.id} reviews={reviews} />}</Answered>;
}

function ReviewView({ id, reviews }: { readonly id: string; readonly reviews: Reviews }) {
  const t = useTexts(texts);
  const format = useFormat();
  if (reviews.lanes.length === 0) {
    return <Empty title={t('notSubmitted')}>{t('notSubmittedDetail')}</Empty>;
  }

  return (
    <div className={styles.sections}>
      {reviews.isEditedSince && <Alert type="warning" showIcon title={t('editedSince')} />}
      <ul className={styles.lanes}>
        {reviews.lanes.map((lane) => (
          <LaneCard key={lane.lane} id={id} lane={lane} />
        ))}
      </ul>
      {reviews.reviews.length > 0 && (
        <section>
          <h2 className={styles.heading}>{t('said')}</h2>
          <Timeline
            items={reviews.reviews.map((review) => ({
              color: review.verdict === 'approve' ? 'green' : 'red',
              content: (
                <>
                  <strong>{review.lane}</strong> {t(`said.${review.verdict}`)} <span className={styles.note}>{[review.by, format.dateTime(review.at)].join(' · ')}</span>
                  {review.comment && <p>{review.comment}</p>}
                </>
              ),
            }))}
          />
        </section>
      )}
    </div>
  );
}

function LaneCard({ id, lane }: { readonly id: string; readonly lane: Lane }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { language } = useLanguage();
  const [comment, setComment] = useState('');
  const verdict = useVerdict(id);
  const decide = (said: 'approve' | 'sendBack') => {
    verdict.mutate({ lane: lane.lane, verdict: said, comment });
  };
  return (
    <li className={styles.lane}>
      <div className={styles.laneHead}>
        <strong>{language === 'en' ? (lane.englishName ?? lane.name) : lane.name}</strong>
        <Tag>{t(`lane.${lane.status}`)}</Tag>
        {lane.isOverdue && <Tag>{t('overdue')}</Tag>}
      </div>
      <p className={styles.note}>
        {lane.decidedAt
          ? [lane.decidedBy, format.dateTime(lane.decidedAt)].filter(Boolean).join(' · ')
          : lane.dueAt
            ? t('dueAt', { time: format.dateTime(lane.dueAt) })
            : t('waitsForOthers')}
      </p>
      {lane.mayDecide && (
        <>
          <Input.TextArea
            aria-label={t('comment')}
            placeholder={t('comment')}
            autoSize={{ minRows: 2 }}
            value={comment}
            onChange={(change) => {
              setComment(change.target.value);
            }}
          />
          <Space>
            <Button
              type="primary"
              loading={verdict.isPending}
              onClick={() => {
                decide('approve');
              }}
            >
              {t('approve')}
            </Button>
            <Button
              danger
              loading={verdict.isPending}
              onClick={() => {
                decide('sendBack');
              }}
            >
              {t('sendBack')}
            </Button>
          </Space>
          <Failure error={verdict.error} />
        </>
      )}
    </li>
  );
}
