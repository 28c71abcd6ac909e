import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { useLeadTimes } from './board';
import styles from './board.module.css';
import { texts } from './texts';

/** From first draft to launch, beside the province's own baseline. */
export function LeadTime() {
  const t = useTexts(texts);
  const format = useFormat();
  const hours = (value: number) => (value >= 48 ? t('days', { count: format.number(value / 24, 1) }) : t('hours', { count: format.number(value, 1) }));
  return (
    <Answered query={useLeadTimes()}>
      {({ medianDays, baseline: { days: before = null, source }, change, stages }) => (
        <>
          <dl className={styles.leadTime}>
            <div>
              <dt>{t('median')}</dt>
              <dd className={`figure ${styles.leadTimeValue ?? ''}`}>{isPresent(medianDays) ? hours(24 * medianDays) : '–'}</dd>
            </div>
            <div>
              <dt>{t('baseline')}</dt>
              <dd className={`figure ${styles.leadTimeValue ?? ''}`}>{before === null ? '–' : t('days', { count: format.number(before, 1) })}</dd>
            </div>
          </dl>
          <p className={styles.note}>
            {isPresent(change)
              ? t(change <= 0 ? 'faster' : 'slower', { share: format.percent(Math.abs(change), 0) })
              : before === null
                ? t('noBaseline')
                : t('nothingLaunched')}
            {source ? ` ${t('baselineSource', { source })}` : ''}
          </p>
          {stages.length > 0 && (
            <ul className={styles.stages}>
              {stages
                .filter(({ stage }) => !stage.startsWith('lane:'))
                .map((stage) => (
                  <li key={stage.stage}>
                    <span>{t(`stage.${stage.stage as 'drafting' | 'review' | 'launching'}`)}</span>
                    <span className="figure">{hours(stage.medianHours)}</span>
                  </li>
                ))}
            </ul>
          )}
        </>
      )}
    </Answered>
  );
}
