import { Alert, Card, Select } from 'antd';
import { useSearchParams } from 'react-router';
import { isPresent } from '../../api/present';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { useCampaigns } from '../campaigns/campaigns';
import { useEffectOf, useSegments, type Effect } from './effect';
import styles from './effect.module.css';
import { Parts } from './Parts';
import { texts } from './texts';
import { Verdict } from './Verdict';

/** What a campaign did beside the customers who were left alone: in all, and by whatever it can be told apart by. */
export default function EffectPage() {
  const t = useTexts(texts);
  const [search, setSearch] = useSearchParams();
  const campaigns = useCampaigns();
  const run = (campaigns.data?.items ?? []).filter(({ status }) => status === 'live' || status === 'paused' || status === 'ended');
  const campaign = search.get('campaign') ?? run[0]?.id ?? '';
  const by = search.get('by') ?? 'channel';
  const isSegment = !['channel', 'offering', 'day'].includes(by);
  const effect = useEffectOf(campaign, isSegment ? by : '');
  const segments = useSegments();
  const ask = (part: string, value: string) => {
    setSearch({ campaign, by, [part]: value });
  };
  return (
    <Page title={t('title')} detail={t('detail')}>
      <div className={styles.controls}>
        <Select<string>
          className={styles.wide ?? ''}
          aria-label={t('campaign')}
          showSearch={{ optionFilterProp: 'label' }}
          value={campaign === '' ? null : campaign}
          placeholder={t('campaign')}
          onChange={(value) => {
            ask('campaign', value);
          }}
          options={run.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select<string>
          className={styles.choice ?? ''}
          aria-label={t('by')}
          showSearch={{ optionFilterProp: 'label' }}
          value={by}
          onChange={(value) => {
            ask('by', value);
          }}
          options={[
            ...(['channel', 'offering', 'day'] as const).map((value) => ({ value, label: t(`by.${value}`) })),
            ...(segments.data ?? []).map((name) => ({ value: name, label: name === 'homeUnit' ? t('by.organisation') : t('by.segment', { name }) })),
          ]}
        />
      </div>
      {campaigns.isSuccess && run.length === 0 ? (
        <Card>
          <Empty title={t('none')}>{t('noneDetail')}</Empty>
        </Card>
      ) : (
        <Answered query={effect} rows={10}>
          {(known) => <Whole effect={known} parts={partsOf(known, by)} by={by} />}
        </Answered>
      )}
    </Page>
  );
}

function partsOf(effect: Effect, by: string) {
  return by === 'channel' ? effect.byChannel : by === 'offering' ? effect.byOffering : by === 'day' ? effect.byDay : (effect.bySegment ?? []);
}

function Whole({ effect, parts, by }: { readonly effect: Effect; readonly parts: Effect['byChannel']; readonly by: string }) {
  const t = useTexts(texts);
  const ratio = effect.effect?.sampleRatioPValue;
  return effect.arms.every((arm) => arm.customers === 0) ? (
    <Card>
      <Empty title={t('nobody')}>{t('nobodyDetail')}</Empty>
    </Card>
  ) : (
    <div className={styles.sections}>
      {!effect.hasControlGroup && <Alert type="warning" showIcon title={t('noControlGroup')} description={t('noControlGroupDetail')} />}
      {effect.effect?.assignment === 'sizesNotAsPlanned' && (
        <Alert type="error" showIcon title={t('sampleRatio')} description={t('sampleRatioDetail', { value: isPresent(ratio) ? ratio.toExponential(1) : '–' })} />
      )}
      <Verdict effect={effect} />
      <Card title={t('parts')}>
        <Parts parts={parts} by={by} />
      </Card>
    </div>
  );
}
