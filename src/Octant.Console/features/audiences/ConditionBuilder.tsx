import { Button, Segmented, Select, Switch, Tooltip } from 'antd';
import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { useEffect, useMemo, useRef } from 'react';
import { QueryBuilder, type ActionProps, type CombinatorSelectorProps, type Field, type FieldSelectorProps, type NotToggleProps, type OperatorSelectorProps, type OptionList, type RuleGroupType } from 'react-querybuilder';
import { useTexts } from '../../ui/language/LanguageProvider';
import styles from './audiences.module.css';
import { attributeOf, comparisons, dayOperators, textOperators, type Conditions, type Operator } from './conditions';
import type { Dictionary } from './dictionary';
import { texts } from './texts';
import { ValueInput } from './ValueInput';

interface ConditionBuilderProps {
  /** Of what: there can be several on a page. */
  readonly label: string;
  readonly value: Conditions;
  readonly onChange: (conditions: Conditions) => void;
  readonly dictionary: Dictionary;
}

/** The operators of each kind of field. */
const operatorsOf: Record<string, readonly Operator[]> = {
  number: [...comparisons, 'in', 'notIn', 'known', 'unknown'],
  category: ['=', '!=', 'in', 'notIn', ...textOperators, 'known', 'unknown'],
  flag: ['yes', 'no', 'known', 'unknown'],
  date: ['<', '>=', ...dayOperators, 'known', 'unknown'],
  behaviour: ['>=', '=', '<', '<=', '>', '!='],
  fact: ['yes', 'no'],
};

/** Conditions as rows: what, how, value; groups within groups, with and, or and not. */
export function ConditionBuilder({ label, value, onChange, dictionary }: ConditionBuilderProps) {
  const t = useTexts(texts);
  const fields = useMemo((): OptionList<Field> => {
    const attributes = dictionary.attributes.map(({ name, kind }) => ({ name: `customer.${name}`, label: name, kind }));
    return [
      {
        label: t('fieldsBehaviour'),
        options: [
          { name: 'owns', label: t('field.owns'), kind: 'fact' },
          { name: 'count', label: t('field.count'), kind: 'behaviour' },
          { name: 'contacted', label: t('field.contacted'), kind: 'fact' },
          { name: 'customer.tags', label: t('field.tags'), kind: 'fact' },
          ...(dictionary.areas.length > 0 ? [{ name: 'inArea', label: t('field.inArea'), kind: 'fact' }] : []),
        ],
      },
      { label: t('fieldsAttributes'), options: attributes },
    ];
  }, [dictionary, t]);
  const kindOf = useMemo(() => {
    const kinds = new Map(dictionary.attributes.map(({ name, kind }) => [name, kind as string]));
    return (field: string) => (field === 'count' ? 'behaviour' : kinds.get(attributeOf(field) ?? '') ?? 'fact');
  }, [dictionary]);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The builder is a landmark to screen readers, and its library gives it no name.
    place.current?.querySelector('[role="form"]')?.setAttribute('aria-label', label);
  }, [label]);
  return (
    <div ref={place}>
    <QueryBuilder
      query={value as RuleGroupType}
      onQueryChange={(changed) => {
        onChange(changed as Conditions);
      }}
      fields={fields}
      context={{ dictionary, kindOf }}
      getOperators={(field) => (operatorsOf[kindOf(field)] ?? []).map((name) => ({ name, value: name, label: t(`operator.${name}`) }))}
      getDefaultValue={({ field, operator }) => firstValue(field, operator, kindOf(field))}
      getDefaultOperator={(field) => (kindOf(field) === 'number' ? '>=' : (operatorsOf[kindOf(field)]?.[0] ?? '='))}
      resetOnOperatorChange={false}
      showNotToggle
      listsAsArrays
      addRuleToNewGroups
      accessibleDescriptionGenerator={() => ''}
      controlClassnames={{ queryBuilder: styles.builder ?? '', ruleGroup: styles.group ?? '', header: styles.groupHead ?? '', body: styles.groupBody ?? '', rule: styles.rule ?? '' }}
      controlElements={{
        combinatorSelector: Combinator,
        notToggle: Negation,
        fieldSelector: FieldChoice,
        operatorSelector: OperatorChoice,
        valueEditor: ValueInput,
        addRuleAction: AddCondition,
        addGroupAction: AddGroup,
        removeRuleAction: Remove,
        removeGroupAction: Remove,
      }}
    />
    </div>
  );
}

function firstValue(field: string, operator: string, kind: string) {
  switch (kind) {
    case 'behaviour':
      return { type: '', times: 1, days: 30 };
    case 'number':
    case 'category':
      return operator === 'in' || operator === 'notIn' ? [] : '';
    default:
      return field === 'contacted' ? { about: '', days: 30 } : '';
  }
}

function Combinator({ value, handleOnChange }: CombinatorSelectorProps) {
  const t = useTexts(texts);
  return (
    <Segmented
      size="small"
      aria-label={t('combinator')}
      value={value ?? 'and'}
      onChange={handleOnChange}
      options={[
        { value: 'and', label: t('combinator.and') },
        { value: 'or', label: t('combinator.or') },
      ]}
    />
  );
}

function Negation({ checked, handleOnChange }: NotToggleProps) {
  const t = useTexts(texts);
  return (
    <label className={styles.negation}>
      <Switch size="small" checked={checked ?? false} onChange={handleOnChange} aria-label={t('not')} /> {t('not')}
    </label>
  );
}

function FieldChoice({ options, value, handleOnChange }: FieldSelectorProps) {
  const t = useTexts(texts);
  return (
    <Select
      aria-label={t('field')}
      className={styles.field ?? ''}
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      onChange={handleOnChange}
      popupMatchSelectWidth={false}
      options={options as { label: string; options: { label: string; value: string }[] }[]}
    />
  );
}

function OperatorChoice({ options, value, handleOnChange }: OperatorSelectorProps) {
  const t = useTexts(texts);
  return (
    <Select
      aria-label={t('operator')}
      className={styles.operator ?? ''}
      value={value}
      onChange={handleOnChange}
      popupMatchSelectWidth={false}
      options={options as { label: string; value: string }[]}
    />
  );
}

function AddCondition({ handleOnClick }: ActionProps) {
  const t = useTexts(texts);
  return (
    <Button size="small" type="dashed" icon={<PlusOutlined aria-hidden />} onClick={handleOnClick}>
      {t('addCondition')}
    </Button>
  );
}

function AddGroup({ handleOnClick }: ActionProps) {
  const t = useTexts(texts);
  return (
    <Button size="small" type="text" icon={<PlusOutlined aria-hidden />} onClick={handleOnClick}>
      {t('addGroup')}
    </Button>
  );
}

function Remove({ handleOnClick }: ActionProps) {
  const t = useTexts(texts);
  return (
    <Tooltip title={t('remove')}>
      <Button size="small" type="text" className={styles.remove ?? ''} icon={<CloseOutlined aria-hidden />} aria-label={t('remove')} onClick={handleOnClick} />
    </Tooltip>
  );
}
