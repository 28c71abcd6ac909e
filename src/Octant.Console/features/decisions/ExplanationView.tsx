import { Alert } from 'antd';
import { Link } from 'react-router';
import type { components } from '../../api/schema';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import styles from './decisions.module.css';
import { texts } from './texts';
import { useReason, useStage } from './useReason';

export type Explanation = components['schemas']['Explanation'];
type Finding = Explanation['campaigns'][number];

/** How far a campaign came, in the order of the stages. */
const stages = ['candidates', 'audience', 'eligibility', 'applicability', 'suitability', 'productCheck', 'consent', 'contactPolicy', 'channelFit', 'capacity', 'arbitration', 'holdout', 'recommended'] as const;

/** Why this, why not that: every campaign that was considered, those that came furthest first. */
export function ExplanationView({ explanation }: { readonly explanation: Explanation }) {
  const t = useTexts(texts);
  const reason = useReason();
  const reach = (finding: Finding) => stages.indexOf(finding.stage);
  const campaigns = [...explanation.campaigns].sort((one, other) => reach(other) - reach(one) || (one.rank ?? 0) - (other.rank ?? 0));
  return (
    <>
      {isPresent(explanation.silence) && <Alert type="info" showIcon title={t('silence', { reason: reason(explanation.silence) })} />}
      <ul className={styles.findings}>
        {campaigns.map((finding) => (
          <FindingItem key={finding.campaign} finding={finding} />
        ))}
      </ul>
    </>
  );
}

function FindingItem({ finding }: { readonly finding: Finding }) {
  const t = useTexts(texts);
  const format = useFormat();
  const reason = useReason();
  const stage = useStage();
  const isOffered = finding.stage === 'recommended';
  return (
    <li className={isOffered ? styles.offered : styles.removed}>
      <p className={styles.head}>
        <Link to={`/campaigns/${finding.campaign}`}>{finding.name}</Link>
        <span className={isOffered ? styles.yes : styles.no}>{stage(finding.stage)}</span>
      </p>
      {isOffered && <p>{t('offered', { offering: finding.offering ?? '', rank: finding.rank ?? 1 })}</p>}
      {isPresent(finding.reason) && (
        <p>
          {reason(finding.reason)}
          {isPresent(finding.related) && <code className={styles.code}>{finding.related}</code>}
        </p>
      )}
      {isPresent(finding.propensity) && <p className={styles.note}>{t('propensity', { share: format.percent(finding.propensity) })}</p>}
      {isPresent(finding.scoreRatio) && <p className={styles.note}>{t('scoreRatio', { share: format.percent(finding.scoreRatio) })}</p>}
      {isPresent(finding.freesAt) && <p className={styles.note}>{t('freesAt', { time: format.dateTime(finding.freesAt) })}</p>}
      {isPresent(finding.condition) && (
        <>
          <p className={styles.note}>{t('smallestChange')}</p>
          <ul className={styles.clauses}>
            {finding.condition.smallestChange.map((clause) => (
              <li key={clause.text}>
                <code className={styles.code}>{clause.text}</code> <span className={styles.note}>{t('itIs', { value: clause.value })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
}
