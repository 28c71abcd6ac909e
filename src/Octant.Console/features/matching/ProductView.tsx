import { SearchOutlined } from '@ant-design/icons';
import { Card, Input, Pagination, Select } from 'antd';
import { useState } from 'react';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { useSettled } from '../audiences/audiences';
import { useChannels } from '../channels/channels';
import { useClusters } from '../offerings/useClusters';
import { useRows, type Tier } from './matching';
import styles from './matching.module.css';
import { Matrix } from './Matrix';
import { PropertySheet } from './PropertySheet';
import { texts } from './texts';
import { useMatchingWords, verdicts } from './useMatchingWords';
import { drawings, type FitVerdict } from './Verdict';

const pageSize = 25;

/** The whole picture: every product beside every channel. */
export function ProductView() {
  const t = useTexts(texts);
  const words = useMatchingWords();
  const name = useName();
  const clusters = useClusters();
  const channels = useChannels();
  const [search, setSearch] = useState('');
  const [cluster, setCluster] = useState<string | null>(null);
  const [tier, setTier] = useState<Tier | null>(null);
  const [only, setOnly] = useState<FitVerdict | null>(null);
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<{ offering: string; channel: string } | null>(null);
  const rows = useRows({ search: useSettled(search), cluster, tier, offset: (page - 1) * pageSize, limit: pageSize });
  const restart = () => {
    setPage(1);
  };
  return (
    <Card styles={{ body: { padding: 0 } }}>
      <div className={styles.filters}>
        <Input
          prefix={<SearchOutlined aria-hidden />}
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          className={styles.search ?? ''}
          value={search}
          onChange={(change) => {
            setSearch(change.target.value);
            restart();
          }}
        />
        <Select
          aria-label={t('cluster')}
          allowClear
          placeholder={t('anyCluster')}
          className={styles.filter ?? ''}
          value={cluster}
          onChange={(chosen: string | undefined) => {
            setCluster(chosen ?? null);
            restart();
          }}
          options={clusters.map((one) => ({ value: one.id, label: name(one.name) }))}
        />
        <Select<Tier | null>
          aria-label={t('tier')}
          allowClear
          placeholder={t('anyTier')}
          className={styles.filter ?? ''}
          value={tier}
          onChange={(chosen?: Tier | null) => {
            setTier(chosen ?? null);
            restart();
          }}
          options={words.tiers}
        />
        <div className={styles.legend} role="group" aria-label={t('legend')}>
          {[...verdicts].reverse().map((verdict) => {
            const Drawing = drawings[verdict];
            return (
              <button
                key={verdict}
                type="button"
                aria-pressed={only === verdict}
                className={`${styles.key ?? ''} ${only === verdict ? (styles.keyOn ?? '') : ''}`}
                onClick={() => {
                  setOnly(only === verdict ? null : verdict);
                }}
              >
                <span className={`${styles.swatch ?? ''} ${styles[`cell-${verdict}`] ?? ''}`}>
                  <Drawing aria-hidden />
                </span>
                {words.verdict(verdict)}
              </button>
            );
          })}
        </div>
      </div>
      <Answered query={rows} rows={10}>
        {({ items, total }) =>
          channels.data?.length === 0 ? (
            <Empty title={t('noChannels')}>{t('noChannelsDetail')}</Empty>
          ) : items.length === 0 ? (
            <Empty title={t('none')}>{t('noneDetail')}</Empty>
          ) : (
            <>
              <Matrix
                rows={items}
                channels={channels.data ?? []}
                only={only}
                onOpen={(offering, channel) => {
                  setOpen({ offering, channel });
                }}
              />
              <div className={styles.foot}>
                <span>{t('tierRule')}</span>
                {total > pageSize && <Pagination current={page} pageSize={pageSize} total={total} showSizeChanger={false} onChange={setPage} />}
              </div>
            </>
          )
        }
      </Answered>
      {open !== null && (
        <PropertySheet
          {...open}
          onClose={() => {
            setOpen(null);
          }}
        />
      )}
    </Card>
  );
}
