import { Select } from 'antd';
import { useState } from 'react';
import { useDocumentList, type AnyDocument, type DocumentKind } from '../documents/documents';

const most = 50;

interface DocumentSelectProps<T extends AnyDocument, Value> {
  readonly kind: DocumentKind<T>;
  readonly nameOf: (value: T) => string;
  readonly id?: string;
  readonly value?: Value;
  readonly onChange?: (value: Value) => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly allowClear?: boolean;
  /** Several; with tags also ids of what is yet to come. */
  readonly mode?: 'multiple' | 'tags';
  readonly 'aria-label'?: string;
}

/** Documents of a kind to choose from, found by words on the server; they may be many. */
export function DocumentSelect<T extends AnyDocument, Value = string | null>({ kind, nameOf, onChange, ...rest }: DocumentSelectProps<T, Value>) {
  const [search, setSearch] = useState('');
  const found = useDocumentList(kind, { offset: 0, limit: most, ...(search.trim() === '' ? {} : { search }) });
  const options = (found.data?.items ?? []).map((one) => ({ value: one.id, label: nameOf(one) }));
  return (
    <Select<Value, { value: string; label: string }>
      {...rest}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      loading={found.isFetching}
      options={options}
      optionRender={({ value, label }) => (
        <>
          {label} <small>{value}</small>
        </>
      )}
      onChange={(chosen) => {
        setSearch('');
        onChange?.((chosen as unknown) === undefined ? (null as Value) : chosen);
      }}
    />
  );
}
