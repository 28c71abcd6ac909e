import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Card, Tag } from 'antd';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { useSettled } from '../audiences/audiences';
import { useChannelName } from '../channels/channels';
import styles from '../matching/matching.module.css';
import { useMatchingWords, verdicts } from '../matching/useMatchingWords';
import { Verdict } from '../matching/Verdict';
import { texts } from './texts';

type Needs = components['schemas']['ProductNeeds'];
type Tier = NonNullable<components['schemas']['Tier']>;

/** Which channels would carry the product as it is typed. */
export function OfferingFit({ needs, chosen }: { readonly needs: Needs; readonly chosen: Tier | null }) {
  const t = useTexts(texts);
  const words = useMatchingWords();
  const nameOf = useChannelName();
  const asked = useSettled(JSON.stringify(needs));
  const preview = useQuery({
    queryKey: ['matching', 'preview', asked],
    queryFn: ({ signal }) => answer(api.POST('/api/v1/matching/offerings/preview', { body: { needs: JSON.parse(asked) as Needs }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Card title={<h2 className={styles.cardTitle}>{t('fit')}</h2>}>
      <Answered query={preview} rows={6}>
        {({ tier, importance, cells }) => (
          <>
            <p className={styles.tierLine}>
              <Tag>{words.tier(chosen ?? tier ?? 'ordinary')}</Tag>
              {t(chosen === null ? 'tierFrom' : 'tierChosen', { importance })}
            </p>
            <ul className={styles.fit} aria-live="polite">
              {[...cells]
                .sort((one, other) => verdicts.indexOf(other.verdict) - verdicts.indexOf(one.verdict))
                .map((cell) => (
                  <li key={cell.channel} data-channel={cell.channel}>
                    <span>{nameOf(cell.channel)}</span>
                    <Verdict verdict={cell.verdict} property={cell.property} />
                  </li>
                ))}
            </ul>
          </>
        )}
      </Answered>
    </Card>
  );
}
