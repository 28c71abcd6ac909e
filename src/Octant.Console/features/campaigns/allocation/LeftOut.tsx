import { Link } from 'react-router';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import styles from '../detail.module.css';
import type { LeftOutCampaign } from './allocation';
import { texts } from './texts';

interface LeftOutProps {
  readonly campaigns: readonly LeftOutCampaign[];
  readonly nameOf: (campaign: string) => string;
}

/** Scheduled campaigns that do not go out on the day planned for, and when they do next. */
export function LeftOut({ campaigns, nameOf }: LeftOutProps) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    campaigns.length > 0 && (
      <p className={styles.leftOut} data-testid="left-out">
        {t('leftOut')}
        {campaigns.map(({ campaign, next }, index) => (
          <span key={campaign}>
            {index > 0 && ', '}
            <Link to={`/campaigns/${campaign}?stage=resources`}>{nameOf(campaign)}</Link> {next === null ? t('neverAgain') : t('nextOn', { day: format.date(next) })}
          </span>
        ))}
      </p>
    )
  );
}
