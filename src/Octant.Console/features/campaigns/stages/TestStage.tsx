import { Alert } from 'antd';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { usePermission } from '../../session/session';
import { useCheck } from '../campaign';
import type { Campaign } from '../campaigns';
import { texts } from '../detail.texts';
import styles from '../detail.module.css';
import { CustomerTrial } from '../testing/CustomerTrial';
import { PersonaTests } from '../testing/PersonaTests';
import { SimulationPanel } from '../testing/SimulationPanel';

/** Whether it can go live; then what it would do to one customer, to the personas it is tested on, and what it would have done. */
export function TestStage({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const permits = usePermission();
  return (
    <div className={styles.sections}>
      <section>
        <h2 className={styles.heading}>{t('check')}</h2>
        <Answered query={useCheck(campaign.id)} rows={1}>
          {(check) =>
            check.canGoLive ? (
              <Alert type="success" showIcon title={t('canGoLive')} />
            ) : (
              <Alert
                type="error"
                showIcon
                title={t('cannotGoLive')}
                description={
                  <ul>
                    {check.errors.map((error) => (
                      <li key={`${error.field} ${error.message}`}>
                        <code>{error.field}</code> {error.message}
                      </li>
                    ))}
                  </ul>
                }
              />
            )
          }
        </Answered>
      </section>
      {permits('decisions:read') && <CustomerTrial campaign={campaign} />}
      <PersonaTests campaign={campaign} mayChange={permits('campaigns:write')} />
      {permits('operations:read') && <SimulationPanel campaign={campaign} mayStart={permits('operations:write')} />}
    </div>
  );
}
