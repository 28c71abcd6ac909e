/** Where something stands in a document: `['caps', 0, 'limit']`. */
export type Path = readonly (string | number)[];

export interface Difference {
  readonly path: Path;
  /** Undefined: it was not there. */
  readonly before: unknown;
  readonly after: unknown;
}

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What says nothing is the same as nothing: null, an empty list, no text. */
function normal(value: unknown): unknown {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0) ? undefined : value;
}

export function isSame(one: unknown, other: unknown): boolean {
  return differences(one, other).length === 0;
}

/** Member by member; lists of words as a whole, lists of things place by place. */
export function differences(before: unknown, after: unknown, path: Path = []): Difference[] {
  const [old, now] = [normal(before), normal(after)];
  if (isMembers(old) && isMembers(now)) {
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((name) => differences(old[name], now[name], [...path, name]));
  }

  if (Array.isArray(old) && Array.isArray(now) && [...(old as unknown[]), ...(now as unknown[])].every(isMembers)) {
    return Array.from({ length: Math.max(old.length, now.length) }, (_, place) => differences(old[place], now[place], [...path, place])).flat();
  }

  return JSON.stringify(old) === JSON.stringify(now) ? [] : [{ path, before: old, after: now }];
}

/** A member that two people changed in different ways. */
export interface Conflict {
  readonly path: Path;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merge<T> {
  /** Everything both changed; where they disagree, mine. */
  readonly merged: T;
  readonly conflicts: readonly Conflict[];
  /** What only they changed. */
  readonly taken: readonly Difference[];
}

const isWithin = (inner: Path, outer: Path) => outer.every((part, place) => inner[place] === part);

export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((found, part) => (Array.isArray(found) ? (found as unknown[])[Number(part)] : isMembers(found) ? found[part] : undefined), value);
}

/** The same with another value at one place; undefined takes it out. */
export function withValue<T>(value: T, path: Path, put: unknown): T {
  const [first, ...rest] = path;
  if (first === undefined) {
    return put as T;
  }

  if (Array.isArray(value) || (value === undefined && typeof first === 'number')) {
    const list = [...((value ?? []) as unknown[])];
    list[Number(first)] = withValue(list[Number(first)], rest, put);
    return list.filter((item) => item !== undefined) as T;
  }

  const { [first]: old, ...others } = (isMembers(value) ? value : {}) as Record<string, unknown>;
  const changed = withValue(old, rest, put);
  return (changed === undefined ? others : { ...others, [first]: changed }) as T;
}

/** Mine and theirs, both made from the base. */
export function merge<T>(base: T, mine: T, theirs: T): Merge<T> {
  const [ours, others] = [differences(base, mine), differences(base, theirs)];
  const clashes = (path: Path) => ours.find((own) => isWithin(own.path, path) || isWithin(path, own.path));
  const taken = others.filter(({ path }) => clashes(path) === undefined);
  const conflicts = others
    .filter(({ path }) => clashes(path) !== undefined)
    .map(({ path }) => {
      const own = clashes(path)?.path ?? path;
      const outer = own.length < path.length ? own : path;
      return { path: outer, base: at(base, outer), mine: at(mine, outer), theirs: at(theirs, outer) };
    })
    .filter((conflict, place, all) => !isSame(conflict.mine, conflict.theirs) && all.findIndex((other) => String(other.path) === String(conflict.path)) === place);
  return { merged: taken.reduce((merged, { path, after }) => withValue(merged, path, after), mine), conflicts, taken };
}
