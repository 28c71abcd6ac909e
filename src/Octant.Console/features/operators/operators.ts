import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, onlyIf } from '../../api/client';
import type { components } from '../../api/schema';
import { all, versioned, type Versioned } from '../administration/documents';

export type Operator = components['schemas']['Operator'];
export type Role = components['schemas']['Role'];
export type OpenSession = components['schemas']['OpenSession'];

const operatorsKey = ['operators'] as const;
const rolesKey = ['roles'] as const;
const at = (staffNumber: string) => ({ params: { path: { staffNumber } } });

export function useOperators() {
  return useQuery({ queryKey: operatorsKey, queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/operators', { ...all, signal }))).items });
}

export function useRoles() {
  return useQuery({ queryKey: rolesKey, queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/roles', { ...all, signal }))).items });
}

/** As it is now, and so the version that a change must find. */
export function readOperator(staffNumber: string): Promise<Versioned<Operator>> {
  return versioned(api.GET('/api/v1/operators/{staffNumber}', at(staffNumber)));
}

export function useSaveOperator() {
  const queries = useQueryClient();
  return async (operator: Operator, version: string | null) => {
    await answer(api.PUT('/api/v1/operators/{staffNumber}', { ...at(operator.staffNumber), body: operator, headers: onlyIf(version) }));
    await queries.invalidateQueries({ queryKey: operatorsKey });
  };
}

/** Lets somebody in again, or keeps them out; who is signed in is out at once. */
export function useSetState() {
  const save = useSaveOperator();
  return useMutation({
    mutationFn: async ({ staffNumber, state }: { staffNumber: string; state: 'active' | 'suspended' }) => {
      const { value, version } = await readOperator(staffNumber);
      await save({ ...value, state }, version);
    },
  });
}

export function useSetPassword(staffNumber: string) {
  const queries = useQueryClient();
  return async (password: string, mustChange: boolean) => {
    await answer(api.PUT('/api/v1/operators/{staffNumber}/password', { ...at(staffNumber), body: { password, mustChange } }));
    await queries.invalidateQueries({ queryKey: ['sessions', staffNumber] });
  };
}

export function useOpenSessions(staffNumber: string) {
  return useQuery({
    queryKey: ['sessions', staffNumber],
    queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/operators/{staffNumber}/sessions', { ...at(staffNumber), signal }))).items,
  });
}

export function useEndSessions(staffNumber: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/operators/{staffNumber}/sessions', at(staffNumber))),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sessions', staffNumber] }),
  });
}

export function readRole(id: string): Promise<Versioned<Role>> {
  return versioned(api.GET('/api/v1/roles/{id}', { params: { path: { id } } }));
}

export function useSaveRole() {
  const queries = useQueryClient();
  return async (role: Role, version: string | null) => {
    await answer(api.PUT('/api/v1/roles/{id}', { params: { path: { id: role.id } }, body: role, headers: onlyIf(version) }));
    await queries.invalidateQueries({ queryKey: rolesKey });
  };
}

export function useDeleteRole() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/roles/{id}', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: rolesKey }),
  });
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Sixteen letters and digits that are not taken for each other when they are read out, about 92 bits, in four groups. */
export function newPassword(): string {
  const drawn: string[] = [];
  while (drawn.length < 16) {
    // Only what divides evenly, so that no letter is likelier than another.
    drawn.push(...[...crypto.getRandomValues(new Uint8Array(32))].filter((byte) => byte < 256 - (256 % letters.length)).map((byte) => letters[byte % letters.length] ?? ''));
  }

  return (drawn.slice(0, 16).join('').match(/.{4}/g) ?? []).join('-');
}
