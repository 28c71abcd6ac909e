import { Select } from 'antd';
import { useTexts } from '../../ui/language/LanguageProvider';
import { isFound } from './SearchBar';
import { texts } from './texts';
import { useUnitName, useUnitTree, withAllBelow } from './units';

interface UnitSelectProps {
  readonly id?: string;
  readonly value?: string | null;
  readonly onChange?: (path: string | null) => void;
  readonly label?: string;
  /** What leaving it empty means, where that is not everything. */
  readonly placeholder?: string;
}

interface UnitOption {
  readonly value: string;
  readonly label: string;
}

/** A unit of the organisation, found by any part of its name or path; none is the whole. */
export function UnitSelect({ id, value, onChange, label, placeholder }: UnitSelectProps) {
  const t = useTexts(texts);
  const tree = useUnitTree();
  const nameOf = useUnitName();
  return (
    <Select<string | null, UnitOption>
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      allowClear
      showSearch={{ filterOption: (words, option) => isFound(words, option?.label, option?.value) }}
      loading={tree.isPending}
      placeholder={placeholder ?? t('wholeOrganisation')}
      value={value ?? null}
      options={withAllBelow(tree.data ?? []).map((unit) => ({ value: unit.path, label: nameOf(unit.path) }))}
      onChange={(path: string | null | undefined) => {
        onChange?.(path ?? null);
      }}
    />
  );
}
