import { DatePicker, Select } from 'antd';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useCampaigns } from '../campaigns/campaigns';
import { useOfferings } from '../campaigns/planner/sources';
import { useChannels } from '../channels/channels';
import { useToday } from '../session/useToday';
import type { FiguresQuestion } from './figures';
import type { Change } from './InsightPage';
import styles from './insight.module.css';
import { endsOf, periodOf } from './period';
import { texts } from './texts';

interface FiltersProps {
  readonly question: FiguresQuestion;
  readonly onChange: (change: Change) => void;
}

/** Of which days, and of which channel, offering and campaign. */
export function Filters({ question, onChange }: FiltersProps) {
  const t = useTexts(texts);
  const channels = useChannels();
  const offerings = useOfferings();
  const campaigns = useCampaigns();
  const today = useToday();
  return (
    <div className={styles.controls}>
      <DatePicker.RangePicker
        aria-label={t('period')}
        allowClear={false}
        value={endsOf(question.from, question.to)}
        presets={[
          { label: t('today'), value: [today, today] },
          { label: t('yesterday'), value: [today.subtract(1, 'day'), today.subtract(1, 'day')] },
          { label: t('week'), value: [today.subtract(6, 'day'), today] },
          { label: t('month'), value: [today.subtract(29, 'day'), today] },
        ]}
        onChange={(period) => {
          const [first, last] = period ?? [null, null];
          if (first !== null && last !== null) {
            onChange(periodOf(first, last));
          }
        }}
      />
      <Choice
        label={t('anyChannel')}
        value={question.channel}
        options={channels.data ?? []}
        onChange={(channel) => {
          onChange({ channel });
        }}
      />
      <Choice
        label={t('anyOffering')}
        value={question.offering}
        options={offerings.data?.items ?? []}
        onChange={(offering) => {
          onChange({ offering });
        }}
      />
      <Choice
        label={t('anyCampaign')}
        value={question.campaign}
        options={campaigns.data?.items ?? []}
        onChange={(campaign) => {
          onChange({ campaign });
        }}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly onChange: (value: string | undefined) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <Select<string>
      className={styles.choice ?? ''}
      aria-label={label}
      placeholder={label}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      {...(value === undefined ? {} : { value })}
      onChange={(chosen: string | undefined) => {
        onChange(chosen);
      }}
      options={options.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
