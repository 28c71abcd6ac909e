import { DatePicker, InputNumber, Select, Space } from 'antd';
import dayjs from 'dayjs';
import type { ValueEditorProps } from 'react-querybuilder';
import { isPresent } from '../../api/present';
import { useTexts } from '../../ui/language/LanguageProvider';
import styles from './audiences.module.css';
import { attributeOf, dayOperators, type ContactedValue, type CountValue, type DayOperator } from './conditions';
import { useValuesOf, type Dictionary } from './dictionary';
import { texts } from './texts';

interface BuilderContext {
  readonly dictionary: Dictionary;
  readonly kindOf: (field: string) => string;
}

/** The third part of a row, fitting to its field and operator. */
export function ValueInput(props: ValueEditorProps) {
  const { field, operator, handleOnChange } = props;
  const value: unknown = props.value;
  const { dictionary, kindOf } = props.context as BuilderContext;
  const t = useTexts(texts);
  const kind = kindOf(field);
  if (field === 'count') {
    return <CountInput value={value as CountValue} onChange={handleOnChange} dictionary={dictionary} />;
  }

  if (field === 'contacted') {
    return <ContactedInput value={value as ContactedValue} onChange={handleOnChange} dictionary={dictionary} />;
  }

  if (field === 'owns' || field === 'inArea') {
    return <Choice label={t('value')} value={value as string} onChange={handleOnChange} options={named(field === 'owns' ? dictionary.offerings : dictionary.areas)} />;
  }

  if (operator === 'known' || operator === 'unknown' || kind === 'flag') {
    return null;
  }

  if (dayOperators.includes(operator as DayOperator)) {
    return <Days value={Number(value) || null} onChange={handleOnChange} />;
  }

  if (kind === 'date') {
    return (
      <DatePicker
        aria-label={t('value')}
        value={typeof value === 'string' && value !== '' ? dayjs(value) : null}
        onChange={(day: dayjs.Dayjs | null) => {
          handleOnChange(day === null ? '' : day.format('YYYY-MM-DD'));
        }}
      />
    );
  }

  if (kind === 'number' && operator !== 'in' && operator !== 'notIn') {
    return (
      <InputNumber<number>
        aria-label={t('value')}
        value={typeof value === 'number' ? value : null}
        onChange={(number) => {
          handleOnChange(number ?? '');
        }}
      />
    );
  }

  return <Values field={field} operator={operator} value={value} onChange={handleOnChange} isNumber={kind === 'number'} />;
}

interface InputProps<T> {
  readonly value: T;
  readonly onChange: (value: unknown) => void;
}

/** Words of a category or a tag: the values there are, or any other. */
function Values({ field, operator, value, onChange, isNumber }: InputProps<unknown> & { readonly field: string; readonly operator: string; readonly isNumber: boolean }) {
  const t = useTexts(texts);
  const isList = operator === 'in' || operator === 'notIn';
  const known = useValuesOf(isNumber || field === 'customer.tags' ? null : attributeOf(field));
  const options = (known.data ?? []).map((word) => ({ value: word, label: word }));
  const chosen = (Array.isArray(value) ? (value as unknown[]) : value === '' || !isPresent(value) ? [] : [value]).map(String);
  return (
    <Select
      aria-label={t('value')}
      className={styles.value ?? ''}
      // With tags a word can be typed that nobody has yet.
      mode="tags"
      {...(isList ? {} : { maxCount: 2 })}
      value={chosen}
      options={options}
      onChange={(words: string[]) => {
        const values = isNumber ? words.map(Number).filter((number) => Number.isFinite(number)) : words;
        onChange(isList ? values : (values.at(-1) ?? ''));
      }}
    />
  );
}

function Choice({ label, value, onChange, options }: InputProps<string> & { readonly label: string; readonly options: { value: string; label: string }[] }) {
  return (
    <Select
      aria-label={label}
      className={styles.value ?? ''}
      showSearch={{ optionFilterProp: 'label' }}
      value={value === '' ? null : value}
      onChange={onChange}
      options={options}
      popupMatchSelectWidth={false}
    />
  );
}

function Days({ value, onChange }: { readonly value: number | null; readonly onChange: (days: number) => void }) {
  const t = useTexts(texts);
  return (
    <Space.Compact>
      <InputNumber<number>
        aria-label={t('days')}
        className={styles.days ?? ''}
        min={1}
        max={3650}
        precision={0}
        value={value}
        onChange={(days) => {
          onChange(days ?? 1);
        }}
      />
      <Space.Addon>{t('days')}</Space.Addon>
    </Space.Compact>
  );
}

function CountInput({ value, onChange, dictionary }: InputProps<CountValue> & { readonly dictionary: Dictionary }) {
  const t = useTexts(texts);
  return (
    <Space wrap size={6}>
      <Space.Compact>
        <InputNumber<number>
          aria-label={t('times')}
          className={styles.days ?? ''}
          min={0}
          precision={0}
          value={value.times}
          onChange={(times) => {
            onChange({ ...value, times: times ?? 0 });
          }}
        />
        <Space.Addon>{t('times')}</Space.Addon>
      </Space.Compact>
      <Choice
        label={t('eventType')}
        value={value.type}
        onChange={(type) => {
          onChange({ ...value, type });
        }}
        options={dictionary.eventTypes.map((type) => ({ value: type, label: type }))}
      />
      {t('within')}
      <Days
        value={value.days}
        onChange={(days) => {
          onChange({ ...value, days });
        }}
      />
    </Space>
  );
}

function ContactedInput({ value, onChange, dictionary }: InputProps<ContactedValue> & { readonly dictionary: Dictionary }) {
  const t = useTexts(texts);
  return (
    <Space wrap size={6}>
      <Choice
        label={t('about')}
        value={value.about}
        onChange={(about) => {
          onChange({ ...value, about });
        }}
        options={[...named(dictionary.campaigns), ...named(dictionary.offerings)]}
      />
      {t('within')}
      <Days
        value={value.days}
        onChange={(days) => {
          onChange({ ...value, days });
        }}
      />
    </Space>
  );
}

const named = (things: readonly { readonly id: string; readonly name: string }[]) => things.map(({ id, name }) => ({ value: id, label: name === id ? id : `${name} (${id})` }));
