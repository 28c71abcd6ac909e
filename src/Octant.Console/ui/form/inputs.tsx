import { DatePicker, InputNumber, Select, Space, type InputNumberProps } from 'antd';
import dayjs from 'dayjs';
import { useState, type ComponentRef, type Ref } from 'react';
import { isPresent } from '../../api/present';
import { amountOf, durationOf, durationUnits, unitOf, type DurationUnit } from '../format/duration';
import { useTexts } from '../language/LanguageProvider';
import { useZone } from '../zone/ZoneProvider';
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
      value={isPresent(value) ? value / 100 : null}
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
      value={isPresent(value) ? rounded(value * 100, 4) : null}
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

/** A moment in UTC, in the platform's zone. */
export function MomentInput({ value, onChange, ...rest }: Omit<Controlled<string>, 'ref'>) {
  const zone = useZone();
  return (
    <DatePicker
      {...rest}
      {...wide}
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      value={isPresent(value) ? zone.shownAt(value) : null}
      onChange={(moment: dayjs.Dayjs | null) => {
        onChange?.(moment === null ? null : zone.momentOf(moment));
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
        onChange?.((Array.isArray(dates) ? dates : [dates]).filter((date) => date !== null).map((date) => date.format('YYYY-MM-DD')).sort());
      }}
    />
  );
}

/** A length of time as a whole number of a unit; one day at first, and in the unit that was chosen as long as that leaves nothing over. */
export function DurationInput({ id, value, onChange, ref, disabled, min = 1 }: Controlled<string> & { readonly min?: number }) {
  const t = useTexts(texts);
  const [unit, setUnit] = useState<DurationUnit>(amountOf(value, 'seconds') ? unitOf(value ?? '') : 'days');
  const inChosen = amountOf(value, unit);
  const shown = inChosen === null || Number.isInteger(inChosen) ? unit : unitOf(value ?? '');
  const amount = amountOf(value, shown);
  const change = (of: DurationUnit, next: number | null) => {
    onChange?.(next === null ? null : durationOf(next, of));
  };
  const off = disabled === undefined ? {} : { disabled };
  return (
    <Space.Compact block>
      <InputNumber<number>
        {...(id === undefined ? {} : { id })}
        {...(ref === undefined ? {} : { ref })}
        {...off}
        {...wide}
        min={min}
        precision={0}
        value={amount}
        onChange={(next) => {
          change(shown, next);
        }}
      />
      <Select<DurationUnit>
        {...off}
        aria-label={t('unit')}
        className={styles.unit ?? ''}
        value={shown}
        options={durationUnits.map((each) => ({ value: each, label: t(`unit.${each}`) }))}
        onChange={(chosen) => {
          setUnit(chosen);
          change(chosen, amount);
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
