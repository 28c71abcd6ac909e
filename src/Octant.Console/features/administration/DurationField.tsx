import { InputNumber, Select } from 'antd';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import styles from './administration.module.css';
import { durationOf, spanOf, units, type Span } from './duration';
import { texts } from './texts';

interface DurationFieldProps {
  /** Given by `Form.Item`. */
  readonly id?: string;
  readonly value?: string | null;
  readonly onChange?: (duration: string | null) => void;
  readonly disabled?: boolean;
}

/** A whole number of days, hours, minutes or seconds. */
export function DurationField({ id, value, onChange, disabled = false }: DurationFieldProps) {
  const t = useTexts(texts);
  const span: Span = value ? spanOf(value) : { amount: 0, unit: 'D' };
  const unit = span.amount === 0 ? 'D' : span.unit;
  return (
    <span className={styles.duration}>
      <InputNumber<number>
        {...(id === undefined ? {} : { id })}
        min={0}
        precision={0}
        disabled={disabled}
        value={value ? span.amount : null}
        onChange={(amount) => {
          onChange?.(amount === null ? null : durationOf({ amount, unit }));
        }}
      />
      <Select<Span['unit']>
        aria-label={t('unit')}
        disabled={disabled}
        value={unit}
        style={{ width: 110 }}
        options={units.map((each) => ({ value: each, label: t(`unit.${each}`) }))}
        onChange={(chosen) => {
          onChange?.(durationOf({ amount: span.amount, unit: chosen }));
        }}
      />
    </span>
  );
}

/** `2 days` of `PT48H`. */
export function useDuration(): (duration: string) => string {
  const t = useTexts(texts);
  const format = useFormat();
  return (duration) => {
    const { amount, unit } = spanOf(duration);
    return t(`span.${unit}`, { count: format.number(amount) });
  };
}
