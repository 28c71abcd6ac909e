import { isPresent } from '../../../api/present';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { useLeadTimes } from '../../reviews/reviews';
import type { Reviews } from '../campaign';
import { texts } from '../detail.texts';
import styles from '../detail.module.css';

const millisecondsOfHour = 3_600_000;
const hoursOfDay = 24;

/** How long each stage of this campaign has taken, beside the usual time and the province's own baseline. */
export function StageTimes({ reviews }: { readonly reviews: Reviews }) {
  const t = useTexts(texts);
  const format = useFormat();
  const usual = useLeadTimes().data;
  const { draftedAt, submittedAt, approvedAt, launchedAt } = reviews;
  const submitted = submittedAt ?? reviews.lanes.reduce<string | null>((first, lane) => (isPresent(lane.openedAt) && (first === null || lane.openedAt < first) ? lane.openedAt : first), null);
  const stages = [
    { stage: 'drafting', from: draftedAt, to: submitted },
    { stage: 'review', from: submitted, to: approvedAt },
    { stage: 'launching', from: approvedAt, to: launchedAt },
  ] as const;
  const hours = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / millisecondsOfHour;
  const known = stages.flatMap(({ stage, from, to }) => (isPresent(from) && isPresent(to) ? [{ stage, length: hours(from, to), usual: usual?.stages.find((found) => found.stage === stage)?.medianHours }] : []));
  return known.length === 0 ? null : (
    <section>
      <h2 className={styles.heading}>{t('timeTaken')}</h2>
      <dl className={styles.times}>
        {known.map(({ stage, length, usual: median }) => (
          <div key={stage}>
            <dt>{t(`time.${stage}`)}</dt>
            <dd className="figure">{format.duration(length)}</dd>
            {median !== undefined && <dd className={styles.note}>{t('usually', { time: format.duration(median) })}</dd>}
          </div>
        ))}
        {isPresent(draftedAt) && isPresent(launchedAt) && (
          <div>
            <dt>{t('time.all')}</dt>
            <dd className="figure">{format.duration(hours(draftedAt, launchedAt))}</dd>
            <dd className={styles.note}>{usual?.baseline.days ? t('baselineIs', { time: format.duration(usual.baseline.days * hoursOfDay) }) : t('noBaseline')}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
