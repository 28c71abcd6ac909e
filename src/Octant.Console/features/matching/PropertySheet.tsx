import { Drawer, Space, Table, type TableColumnsType } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { channels } from '../channels/channels';
import { offerings } from '../offerings/offerings';
import { useRows } from './matching';
import styles from './matching.module.css';
import { texts } from './texts';
import { useMatchingWords } from './useMatchingWords';
import { Verdict } from './Verdict';

interface Line {
  readonly key: 'input' | 'output' | 'experience' | 'authentication' | 'specialNeeds' | 'functionalComplexity' | 'trainingNeed';
  readonly needs: string;
  readonly has: string;
}

/** What the product needs beside what the channel has, with the line that decides. */
export function PropertySheet({ offering, channel, onClose }: { readonly offering: string; readonly channel: string; readonly onClose: () => void }) {
  const t = useTexts(texts);
  const words = useMatchingWords();
  const product = useQuery({ queryKey: ['matching', 'offering', offering], queryFn: ({ signal }) => offerings.read(offering, signal) });
  const way = useQuery({ queryKey: ['matching', 'channel', channel], queryFn: ({ signal }) => channels.read(channel, signal) });
  const verdict = useRows({ search: offering, cluster: null, tier: null, offset: 0, limit: 50 })
    .data?.items.find((row) => row.offering === offering)
    ?.cells.find((cell) => cell.channel === channel);
  const deciding = verdict?.property?.split(': ')[0];
  const list = <T extends string>(values: readonly T[] | undefined, say: (value: T) => string) => (values === undefined || values.length === 0 ? '–' : values.map(say).join(', '));
  const columns: TableColumnsType<Line> = [
    { title: t('property'), key: 'property', width: '30%', render: (_, line) => t(`sheet.${line.key}`) },
    { title: t('needs'), key: 'needs', render: (_, line) => line.needs },
    { title: t('has'), key: 'has', render: (_, line) => line.has },
  ];
  return (
    <Drawer open size={560} title={t('sheet')} onClose={onClose}>
      <Answered query={product}>
        {({ value: { name, needs } }) => (
          <Answered query={way}>
            {({ value: { name: channelName, abilities } }) => {
              const lines: Line[] = [
                { key: 'input', needs: words.input(needs?.input ?? 'none'), has: list(abilities?.input, words.input) },
                { key: 'output', needs: list(needs?.output, words.output), has: list(abilities?.output, words.output) },
                { key: 'experience', needs: list(needs?.experience, words.experience), has: list(abilities?.experience, words.experience) },
                { key: 'authentication', needs: words.authentication(needs?.authentication ?? 'a'), has: words.authentication(abilities?.authentication ?? 'b') },
                { key: 'specialNeeds', needs: list(needs?.specialNeeds, words.need), has: list(abilities?.specialNeeds, words.need) },
                { key: 'functionalComplexity', needs: String(needs?.functionalComplexity ?? 0), has: String(abilities?.carryingAbility ?? 0) },
                { key: 'trainingNeed', needs: String(needs?.trainingNeed ?? 0), has: String(abilities?.serviceAbility ?? 0) },
              ];
              const score = [abilities?.serviceAbility, abilities?.costAdvantage, abilities?.carryingAbility, abilities?.friendliness].reduce<number>((sum, one) => sum + (one ?? 0), 0);
              return (
                <div className={styles.sheet}>
                  <h2 className={styles.cardTitle}>
                    {name} × {channelName}
                  </h2>
                  {verdict !== undefined && <Verdict verdict={verdict.verdict} property={verdict.property} />}
                  <Table<Line>
                    rowKey="key"
                    size="small"
                    columns={columns}
                    dataSource={lines}
                    pagination={false}
                    rowClassName={(line) => (line.key === deciding ? (styles.deciding ?? '') : '')}
                  />
                  <p className={styles.note}>{t('score', { score })}</p>
                  <Space wrap>
                    <Link to={`/offerings/${offering}`}>{t('editOffering')}</Link>
                    <Link to={`/channels/${channel}`}>{t('editChannel')}</Link>
                  </Space>
                </div>
              );
            }}
          </Answered>
        )}
      </Answered>
    </Drawer>
  );
}
