import { DatePicker } from 'antd';
import type { Dayjs } from 'dayjs';
import { isPresent } from '../../../api/present';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { useToday } from '../../session/useToday';
import { texts } from './texts';
import styles from './planner.module.css';

interface PeriodInputProps {
  readonly id?: string;
  readonly value?: readonly [Dayjs, Dayjs] | null;
  readonly onChange?: (value: readonly [Dayjs, Dayjs] | null) => void;
}

/** Two calendars of one month each beside each other on a desk, and one below the other's width on a telephone. */
export function PeriodInput({ id, value, onChange }: PeriodInputProps) {
  const t = useTexts(texts);
  const today = useToday();
  const until = (days: number): [Dayjs, Dayjs] => [today, today.add(days - 1, 'day')];
  return (
    <DatePicker.RangePicker
      {...(id === undefined ? {} : { id: { start: id, end: `${id}_end` } })}
      className={styles.wide ?? ''}
      classNames={{ popup: { root: styles.periodPopup ?? '' } }}
      allowClear={false}
      value={isPresent(value) ? [value[0], value[1]] : null}
      presets={[7, 14, 30, 90].map((days) => ({ label: t('periodOf', { count: days }), value: until(days) }))}
      aria-label={t('period')}
      onChange={(chosen) => {
        const [first, last] = chosen ?? [];
        onChange?.(first && last ? [first, last] : null);
      }}
    />
  );
}
