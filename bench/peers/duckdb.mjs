// @duckdb/node-api over a database file: the narrowest types, offerings as bit masks beside their list, two threads.
import fs from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { answer } from './lines.mjs';

let connection;

/** Types of the columns of a generated row, narrowest first: n0…n19, c0…c19, t0…t39, offerings, masks. */
function columns({ numberLimits, categorySizes, tags }) {
  const narrowest = limit => (limit <= 256 ? 'UTINYINT' : limit <= 65536 ? 'USMALLINT' : 'INTEGER');
  return {
    id: 'BIGINT',
    ...Object.fromEntries(numberLimits.map((limit, i) => [`n${i}`, narrowest(limit)])),
    ...Object.fromEntries(categorySizes.map((size, i) => [`c${i}`, narrowest(size)])),
    ...Object.fromEntries([...Array(tags).keys()].map(i => [`t${i}`, 'BOOLEAN'])),
    offerings: 'VARCHAR',
    mask0: 'UBIGINT',
    mask1: 'UBIGINT',
  };
}

await answer({
  async open({ file, threads }) {
    const instance = await DuckDBInstance.create(file, { threads: String(threads), memory_limit: '8GB' });
    connection = await instance.connect();
    return {};
  },
  async load({ files, shape, file }) {
    const start = performance.now();
    const types = Object.entries(columns(shape)).map(([name, type]) => `'${name}': '${type}'`).join(', ');
    await connection.run(`CREATE TABLE customers AS SELECT * REPLACE (
      (CASE WHEN offerings = '{}' THEN [] ELSE string_split(offerings[2:-2], ',')::USMALLINT[] END)::USMALLINT[] AS offerings)
      FROM read_csv([${files.map(name => `'${name}'`).join(', ')}], header = false, auto_detect = false, delim = ',', quote = '"', columns = {${types}})`);
    await connection.run('CHECKPOINT');
    return { seconds: (performance.now() - start) / 1000, bytes: fs.statSync(file).size };
  },
  async count({ where }) {
    const start = performance.now();
    const rows = (await connection.runAndReadAll(`SELECT count(*) FROM customers WHERE ${where}`)).getRows();
    return { milliseconds: performance.now() - start, count: Number(rows[0][0]) };
  },
  async materialise({ where }) {
    const start = performance.now();
    await connection.run(`CREATE OR REPLACE TEMP TABLE audience AS SELECT id FROM customers WHERE ${where}`);
    const milliseconds = performance.now() - start;
    const rows = (await connection.runAndReadAll('SELECT count(*) FROM audience')).getRows();
    return { milliseconds, count: Number(rows[0][0]) };
  },
});
