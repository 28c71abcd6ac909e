import { CheckCircleOutlined, ExclamationCircleFilled, WarningFilled } from '@ant-design/icons';
import { Link } from 'react-router';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useUnitName } from '../campaigns/planner/sources';
import type { Alarm } from './board';
import styles from './board.module.css';
import { texts } from './texts';

const ofCampaign = new Set<Alarm['kind']>(['suppressionHigh', 'nothingPlanned', 'sampleRatioMismatch', 'budgetRunningOut', 'quotaRunningOut']);

/** What today's figures say somebody should look at. */
export function Alarms({ alarms }: { readonly alarms: readonly Alarm[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const unitOf = useUnitName();
  if (alarms.length === 0) {
    return (
      <p className={styles.well}>
        <CheckCircleOutlined aria-hidden /> {t('noAlarms')}
      </p>
    );
  }

  return (
    <ul className={styles.items} aria-live="polite">
      {alarms.map((alarm) => {
        const subject = alarm.name ?? alarm.subject ?? '';
        const share = isPresent(alarm.share) ? format.percent(alarm.share, 0) : '';
        return (
          <li key={`${alarm.kind} ${alarm.subject ?? ''} ${alarm.unit ?? ''}`} className={alarm.severity === 'critical' ? styles.critical : styles.warning}>
            {alarm.severity === 'critical' ? <ExclamationCircleFilled aria-label={t('severity.critical')} role="img" /> : <WarningFilled aria-label={t('severity.warning')} role="img" />}
            <span>
              {subject !== '' && <strong>{ofCampaign.has(alarm.kind) ? <Link to={`/campaigns/${alarm.subject ?? ''}`}>{subject}</Link> : subject}</strong>}{' '}
              {t(`alarm.${alarm.kind}`, {
                count: format.number(alarm.count),
                share,
                unit: isPresent(alarm.unit) ? unitOf(alarm.unit) : '',
                money: alarm.kind === 'budgetRunningOut' ? format.money(alarm.count) : '',
                since: isPresent(alarm.since) ? format.dateTime(alarm.since) : '',
              })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
