import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Card, Collapse } from 'antd';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { useSettled } from '../audiences/audiences';
import styles from '../matching/matching.module.css';
import { useMatchingWords, verdicts } from '../matching/useMatchingWords';
import { Verdict } from '../matching/Verdict';
import { texts } from './texts';

type Abilities = components['schemas']['ChannelAbilities'];

/** What the channel would carry as it is typed: how many offerings of each verdict, and which. */
export function ChannelFit({ abilities }: { readonly abilities: Abilities }) {
  const t = useTexts(texts);
  const format = useFormat();
  const words = useMatchingWords();
  const asked = useSettled(JSON.stringify(abilities));
  const preview = useQuery({
    queryKey: ['matching', 'channel-preview', asked],
    queryFn: ({ signal }) => answer(api.POST('/api/v1/matching/channels/preview', { body: { abilities: JSON.parse(asked) as Abilities }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Card title={<h2 className={styles.cardTitle}>{t('carries')}</h2>} styles={{ body: { padding: 0 } }}>
      <Answered query={preview} rows={4}>
        {({ cells }) => (
          <Collapse
            ghost
            items={[...verdicts].reverse().map((verdict) => {
              const found = cells.filter((cell) => cell.verdict === verdict);
              return {
                key: verdict,
                label: <Verdict verdict={verdict} />,
                extra: <span className="figure">{t('carriesCount', { count: format.number(found.length) })}</span>,
                collapsible: found.length === 0 ? ('disabled' as const) : ('header' as const),
                children: (
                  <ul className={styles.fit}>
                    {found.map((cell) => (
                      <li key={cell.offering}>
                        <span>{cell.name}</span>
                        <span className={styles.reason}>{words.reason(cell.property)}</span>
                      </li>
                    ))}
                  </ul>
                ),
              };
            })}
          />
        )}
      </Answered>
    </Card>
  );
}
