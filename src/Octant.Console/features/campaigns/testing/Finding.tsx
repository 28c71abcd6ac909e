import { Tag } from 'antd';
import { isPresent } from '../../../api/present';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { useChannels } from '../../channels/channels';
import { WordingPreview } from '../../channels/WordingPreview';
import { useReason, useStage } from '../../decisions/useReason';
import styles from '../detail.module.css';
import { texts } from './texts';
import type { Trial } from './testing';

/** The offer with its words; or which step stopped it, and what little would have to change. */
export function Finding({ trial }: { readonly trial: Trial }) {
  const t = useTexts(texts);
  const format = useFormat();
  const channels = useChannels();
  const stage = useStage();
  const reason = useReason();
  const { explanation, offer } = trial;
  const channel = channels.data?.find((known) => known.id === offer?.channel);
  return (
    <>
      <p>
        <Tag color={offer ? 'success' : 'warning'}>{stage(explanation.stage)}</Tag>
        {isPresent(explanation.reason) && reason(explanation.reason)} {explanation.related && <code>{explanation.related}</code>}
      </p>
      {offer && <p>{t('offered', { offering: offer.offeringId, rank: offer.rank })}</p>}
      {offer && channel && (
        <div className={styles.trialWording}>
          <WordingPreview channel={channel} text={offer.text} note={offer.variant} />
        </div>
      )}
      {explanation.freesAt && <p>{t('freesAt', { time: format.dateTime(explanation.freesAt) })}</p>}
      {isPresent(explanation.scoreRatio) && <p>{t('scoreRatio', { share: format.percent(explanation.scoreRatio) })}</p>}
      {explanation.condition && (
        <>
          <p>{t('wouldHaveTo')}</p>
          <ul>
            {explanation.condition.smallestChange.map((clause) => (
              <li key={clause.text}>
                <code className={styles.code}>{clause.text}</code> {clause.value ? t('itIs', { value: clause.value }) : t('itIsUnknown')}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
