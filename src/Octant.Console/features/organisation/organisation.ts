import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, onlyIf } from '../../api/client';
import type { components } from '../../api/schema';
import { all, versioned, type Versioned } from '../administration/documents';
import { treeKey } from '../administration/units';

export type Unit = components['schemas']['OrganisationUnit'];
export type Level = components['schemas']['OrganisationLevel'];

const levelsKey = ['organisation', 'levels'] as const;

/** A path is several segments of the address, each escaped by itself. */
const at = (path: string) => ({
  params: { path: { path } },
  pathSerializer: (address: string) => address.replace('{path}', path.split('/').map(encodeURIComponent).join('/')),
});

export function useLevels() {
  return useQuery({
    queryKey: levelsKey,
    queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/organisation/levels', { ...all, signal }))).items.toSorted((one, other) => one.rank - other.rank),
  });
}

export function readUnit(path: string): Promise<Versioned<Unit>> {
  return versioned(api.GET('/api/v1/organisation/units/{path}', at(path)));
}

export function useSaveUnit() {
  const queries = useQueryClient();
  return async (unit: Unit, version: string | null) => {
    await answer(api.PUT('/api/v1/organisation/units/{path}', { ...at(unit.path), body: unit, headers: onlyIf(version) }));
    await queries.invalidateQueries({ queryKey: treeKey });
  };
}

export function useDeleteUnit() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (path: string) => answer(api.DELETE('/api/v1/organisation/units/{path}', at(path))),
    onSuccess: () => queries.invalidateQueries({ queryKey: treeKey }),
  });
}

/** Everything that belongs to the unit goes along, so whatever shows units is read again. */
export function useMoveUnit() {
  const queries = useQueryClient();
  return async (from: string, to: string) => {
    const moved = await answer(api.POST('/api/v1/organisation/moves', { body: { from, to } }));
    await queries.invalidateQueries();
    return moved;
  };
}

export function readLevel(id: string): Promise<Versioned<Level>> {
  return versioned(api.GET('/api/v1/organisation/levels/{id}', { params: { path: { id } } }));
}

export function useSaveLevel() {
  const queries = useQueryClient();
  return async (level: Level, version: string | null) => {
    await answer(api.PUT('/api/v1/organisation/levels/{id}', { params: { path: { id: level.id } }, body: level, headers: onlyIf(version) }));
    await queries.invalidateQueries({ queryKey: levelsKey });
  };
}

export function useDeleteLevel() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/organisation/levels/{id}', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: levelsKey }),
  });
}
