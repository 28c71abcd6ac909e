import { DatePicker, InputNumber, Select, Space, type InputNumberProps } from 'antd';
import dayjs from 'dayjs';
import { useState, type ComponentRef, type Ref } from 'react';
import { useTexts } from '../language/LanguageProvider';
import styles from './form.module.css';
import { texts } from './texts';

/** What a form hands its inputs. */
interface Controlled<Value> {
  readonly id?: string;
  readonly value?: Value | null;
  readonly onChange?: (value: Value | null) => void;
  readonly ref?: Ref<ComponentRef<typeof InputNumber>>;
  readonly disabled?: boolean;
}

const wide = { className: styles.wide ?? '' };

type AmountProps = Omit<InputNumberProps<number>, 'value' | 'onChange' | 'className'> & Pick<Controlled<number>, 'value' | 'onChange' | 'ref'>;

/** Money as people write it; the document holds whole minor units of the settlement currency. */
export function MoneyInput({ value, onChange, ...rest }: AmountProps) {
  return (
    <InputNumber<number>
      {...rest}
      {...wide}
      min={0}
      precision={2}
      value={value === undefined || value === null ? null : value / 100}
      onChange={(amount) => {
        onChange?.(amount === null ? null : Math.round(amount * 100));
      }}
    />
  );
}

/** As many digits as a person types, without what binary fractions add. */
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

/** A share from 0 to 1, typed in percent. */
export function ShareInput({ value, onChange, ...rest }: AmountProps) {
  return (
    <InputNumber<number>
      min={0}
      max={100}
      step={1}
      {...rest}
      {...wide}
      suffix="%"
      value={value === undefined || value === null ? null : rounded(value * 100, 4)}
      onChange={(percent) => {
        onChange?.(percent === null ? null : rounded(percent / 100, 6));
      }}
    />
  );
}

export function NumberInput(props: InputNumberProps<number>) {
  return <InputNumber<number> {...props} {...wide} />;
}

/** From 0, none, to 10, most. */
export function DegreeInput(props: Controlled<number>) {
  return <InputNumber<number> {...props} {...wide} min={0} max={10} precision={0} suffix="/ 10" onChange={(degree) => props.onChange?.(degree ?? 0)} />;
}

/** A moment in UTC, in the person's own zone. */
export function MomentInput({ value, onChange, ...rest }: Omit<Controlled<string>, 'ref'>) {
  return (
    <DatePicker
      {...rest}
      {...wide}
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      value={value === undefined || value === null ? null : dayjs(value)}
      onChange={(moment: dayjs.Dayjs | null) => {
        onChange?.(moment === null ? null : moment.toISOString());
      }}
    />
  );
}

/** Local dates, each once, in order. */
export function DatesInput({ value, onChange, ...rest }: Omit<Controlled<readonly string[]>, 'ref'>) {
  return (
    <DatePicker
      {...rest}
      {...wide}
      multiple
      maxTagCount="responsive"
      value={(value ?? []).map((date) => dayjs(date))}
      onChange={(dates) => {
        onChange?.((Array.isArray(dates) ? dates : [dates]).filter((date) => date !== null).map((date) => (date).format('YYYY-MM-DD')).sort());
      }}
    />
  );
}

const units = { days: 1440, hours: 60, minutes: 1 } as const;
type Unit = keyof typeof units;

/** Minutes of an exact ISO 8601 duration, such as P7D or PT168H; null for none, and for what has seconds. */
export function minutesOf(duration: string | null | undefined): number | null {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration ?? '');
  return parts === null ? null : Number(parts[1] ?? 0) * units.days + Number(parts[2] ?? 0) * units.hours + Number(parts[3] ?? 0);
}

const unitOf = (minutes: number): Unit => (minutes % units.days === 0 ? 'days' : minutes % units.hours === 0 ? 'hours' : 'minutes');

/** A length of time as a number and its unit. */
export function DurationInput({ id, value, onChange, ref, disabled }: Controlled<string>) {
  const t = useTexts(texts);
  const minutes = minutesOf(value);
  const [unit, setUnit] = useState<Unit>(minutes === null || minutes === 0 ? 'days' : unitOf(minutes));
  const shown = minutes !== null && minutes % units[unit] !== 0 ? unitOf(minutes) : unit;
  const change = (amount: number | null, of: Unit) => {
    onChange?.(amount === null ? null : `PT${Math.round(amount * units[of])}M`);
  };
  const off = disabled === undefined ? {} : { disabled };
  return (
    <Space.Compact block>
      <InputNumber<number>
        {...(id === undefined ? {} : { id })}
        {...(ref === undefined ? {} : { ref })}
        {...off}
        {...wide}
        min={1}
        precision={0}
        value={minutes === null ? null : minutes / units[shown]}
        onChange={(amount) => {
          change(amount, shown);
        }}
      />
      <Select<Unit>
        {...off}
        aria-label={t('unit')}
        className={styles.unit ?? ''}
        value={shown}
        options={(Object.keys(units) as Unit[]).map((name) => ({ value: name, label: t(name) }))}
        onChange={(chosen) => {
          setUnit(chosen);
          change(minutes === null ? null : minutes / units[shown], chosen);
        }}
      />
    </Space.Compact>
  );
}

/** Words that are typed, each once. */
export function WordsInput({ value, onChange, ...rest }: { readonly id?: string; readonly value?: readonly string[]; readonly onChange?: (words: string[]) => void }) {
  return (
    <Select
      {...rest}
      mode="tags"
      open={false}
      suffixIcon={null}
      tokenSeparators={[',', ' ']}
      value={[...(value ?? [])]}
      onChange={(words: string[]) => {
        onChange?.(words);
      }}
    />
  );
}
