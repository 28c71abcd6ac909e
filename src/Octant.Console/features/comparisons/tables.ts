import type { Comparison } from './comparisons';

/**
 * Tables as they are published, read into a comparison: a row is a part, its name stands in the first column, a column `group` names its
 * group, and every other column is a measure of a period, such as `customers_march`. A second table says to how many customers of each
 * part something was recommended, and how many accepted.
 */
export type Table = readonly (readonly string[])[];

/** Rows of cells (RFC 4180); empty lines are left out. */
export function readTable(text: string): Table {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const source = text.replace(/^\uFEFF/, '');
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (isQuoted) {
      if (character !== '"') {
        cell += character;
      } else if (source.charAt(at + 1) === '"') {
        cell += '"';
        at++;
      } else {
        isQuoted = false;
      }
    } else if (character === '"') {
      isQuoted = true;
    } else if (character === ',' || character === '\n') {
      row.push(cell.trim());
      cell = '';
      if (character === '\n') {
        rows.push(row);
        row = [];
      }
    } else {
      cell += character;
    }
  }

  rows.push([...row, cell.trim()]);
  return rows.filter((cells) => cells.some((one) => one !== ''));
}

/** Why a table is no comparison: the key of a text, with what fills it. */
export class TableError extends Error {
  public constructor(
    public readonly key: 'noPeriods' | 'notANumber' | 'noRows' | 'threeColumns',
    public readonly values: Readonly<Record<string, string>> = {},
  ) {
    super(key);
  }
}

const numberOf = (cell: string | undefined, column: string, part: string): number => {
  const value = Number((cell ?? '').replaceAll(' ', ''));
  if (cell === undefined || cell === '' || !Number.isFinite(value)) {
    throw new TableError('notANumber', { column, part });
  }

  return value;
};

/** Measures and parts of two periods; the periods are what the columns end in, in the order in which they come. */
export function readChanges(table: Table): Pick<Comparison, 'before' | 'after' | 'measures' | 'parts'> {
  const [head = [], ...rows] = table;
  const group = head.indexOf('group');
  const columns = head.flatMap((name, index) => {
    const at = name.lastIndexOf('_');
    return index === 0 || index === group || at < 0 ? [] : [{ index, name, measure: name.slice(0, at), period: name.slice(at + 1) }];
  });
  const [before, after, ...more] = [...new Set(columns.map(({ period }) => period))];
  if (before === undefined || after === undefined || more.length > 0) {
    throw new TableError('noPeriods');
  }

  if (rows.length === 0) {
    throw new TableError('noRows');
  }

  const measures = [...new Set(columns.map(({ measure }) => measure))];
  const amounts = (row: readonly string[], period: string) =>
    measures.map((measure) => {
      const column = columns.find((one) => one.measure === measure && one.period === period);
      return numberOf(column === undefined ? undefined : row[column.index], `${measure}_${period}`, row[0] ?? '');
    });
  return {
    before,
    after,
    measures: measures.map((measure) => ({ id: measure, name: measure })),
    parts: rows.map((row) => ({ name: row[0] ?? '', group: group >= 0 ? (row[group] ?? null) : null, before: amounts(row, before), after: amounts(row, after) })),
  };
}

/** Part, customers, accepted: the first three columns, whatever they are called. */
export function readRecommendations(table: Table): NonNullable<Comparison['recommendations']> {
  const [head = [], ...rows] = table;
  if (head.length < 3) {
    throw new TableError('threeColumns');
  }

  return rows.map(([part = '', customers, accepted]) => ({
    part,
    customers: numberOf(customers, head[1] ?? '', part),
    accepted: numberOf(accepted, head[2] ?? '', part),
  }));
}
