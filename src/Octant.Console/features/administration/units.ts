import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';
import type { Text } from '../../ui/language/language';
import { useName } from '../../ui/language/LanguageProvider';

export type UnitNode = components['schemas']['OrganisationNode'];

export const treeKey = ['organisation', 'tree'] as const;

/** The person's part of the organisation. */
export function useUnitTree() {
  return useQuery({ queryKey: treeKey, queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/organisation/tree', { signal }))).units, staleTime: 30_000 });
}

export function withAllBelow(nodes: readonly UnitNode[]): UnitNode[] {
  return nodes.flatMap((node) => [node, ...withAllBelow(node.children)]);
}

/** A unit's name with those it is part of: `Lanhai › Linjiang`. A path whose unit is not known stays as it is. */
export function useUnitName(): (path: string) => string {
  const tree = useUnitTree();
  const name = useName();
  const names = useMemo(() => {
    const known = new Map<string, Text[]>();
    const walk = (nodes: readonly UnitNode[], above: readonly Text[]) => {
      for (const node of nodes) {
        known.set(node.path, [...above, node.name]);
        walk(node.children, [...above, node.name]);
      }
    };
    walk(tree.data ?? [], []);
    return known;
  }, [tree.data]);
  return (path) => names.get(path)?.map(name).join(' › ') ?? path;
}
