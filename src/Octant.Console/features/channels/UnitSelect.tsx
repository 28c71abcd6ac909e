import { useQuery } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import { answer, api } from '../../api/client';
import { useName } from '../../ui/language/LanguageProvider';

interface UnitSelectProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (path: string) => void;
  readonly disabled?: boolean;
}

/** A unit of the organisation, by its name in the tree; the document holds its path. */
export function UnitSelect({ onChange, value, ...rest }: UnitSelectProps) {
  const name = useName();
  const tree = useQuery({ queryKey: ['organisation-tree'], queryFn: ({ signal }) => answer(api.GET('/api/v1/organisation/tree', { signal })), staleTime: 60_000 });
  return (
    <TreeSelect
      {...rest}
      {...(value === undefined || value === '' ? {} : { value })}
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDataSimpleMode
      loading={tree.isFetching}
      treeData={(tree.data?.units ?? []).map((unit) => ({
        id: unit.path,
        pId: unit.path.includes('/') ? unit.path.slice(0, unit.path.lastIndexOf('/')) : null,
        value: unit.path,
        title: name(unit.name),
      }))}
      onChange={(path: string) => {
        onChange?.(path);
      }}
    />
  );
}
