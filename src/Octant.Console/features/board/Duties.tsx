import { CheckCircleOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useLanguage, useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { useDuties, type Duties as AllDuties } from './board';
import styles from './board.module.css';
import { texts } from './texts';

const shownOfEach = 5;

type Note = AllDuties['drafts'][number];

/** What waits for the person who looks; each leads to where it is done. */
export function Duties() {
  return <Answered query={useDuties()}>{(duties) => <Lists duties={duties} />}</Answered>;
}

function Lists({ duties }: { readonly duties: AllDuties }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { language } = useLanguage();
  const { reviews, sentBack, ready, ending, drafts } = duties;
  if (reviews.length + sentBack.length + ready.length + ending.length + drafts.length === 0) {
    return (
      <p className={styles.well}>
        <CheckCircleOutlined aria-hidden /> {t('nothingWaits')}
      </p>
    );
  }

  const note = (stage: string, say: (at: string) => string) => (one: Note) => (
    <li key={one.campaignId}>
      <Link to={`/campaigns/${one.campaignId}?stage=${stage}`}>{one.campaignName}</Link>
      {isPresent(one.at) && <span className={styles.note}>{say(format.dateTime(one.at))}</span>}
      {isPresent(one.comment) && <q className={styles.note}>{one.comment}</q>}
    </li>
  );
  return (
    <div className={styles.lists}>
      <List title={t('duty.reviews')} items={reviews}>
        {(review) => (
          <li key={`${review.campaignId} ${review.lane}`}>
            <Link to={`/campaigns/${review.campaignId}?stage=review`}>{review.campaignName}</Link>
            <span className={styles.note}>
              {(language === 'en' ? review.laneEnglishName : null) ?? review.laneName} · {t('due', { time: format.dateTime(review.dueAt) })} {review.isOverdue && <strong className={styles.overdue}>{t('overdue')}</strong>}
            </span>
          </li>
        )}
      </List>
      <List title={t('duty.sentBack')} items={sentBack}>
        {note('review', (time) => t('sentBackAt', { time }))}
      </List>
      <List title={t('duty.ready')} items={ready}>
        {note('execution', (time) => time)}
      </List>
      <List title={t('duty.ending')} items={ending}>
        {note('execution', (time) => t('endsAt', { time }))}
      </List>
      <List title={t('duty.drafts')} items={drafts}>
        {note('plan', (time) => t('draftedAt', { time }))}
      </List>
    </div>
  );
}

function List<T>({ title, items, children }: { readonly title: string; readonly items: readonly T[]; readonly children: (item: T) => ReactNode }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    items.length > 0 && (
      <section>
        <h2 className={styles.listTitle}>
          {title} <span className={styles.badge}>{format.number(items.length)}</span>
        </h2>
        <ul className={styles.duties}>{items.slice(0, shownOfEach).map(children)}</ul>
        {items.length > shownOfEach && <p className={styles.note}>{t('andMore', { count: format.number(items.length - shownOfEach) })}</p>}
      </section>
    )
  );
}
