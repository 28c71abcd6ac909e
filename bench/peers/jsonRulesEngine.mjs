// json-rules-engine: one rule each, all conditions as its own operators.
import fs from 'node:fs';
import engines from 'json-rules-engine';
import { answer, measure } from './lines.mjs';

let engine;
let customers;

function conditions(when) {
  if (when.all) return { all: when.all.map(conditions) };
  if (when.any) return { any: when.any.map(conditions) };
  if (when.number) {
    return {
      all: [
        { fact: when.number, operator: 'greaterThanInclusive', value: when.from },
        { fact: when.number, operator: 'lessThan', value: when.below },
      ],
    };
  }
  if (when.category) return { fact: when.category, operator: 'in', value: when.in };
  if (when.tag) return { fact: when.tag, operator: 'equal', value: true };
  if (when.owns) return { any: when.owns.map(value => ({ fact: 'offerings', operator: 'contains', value })) };
  if (when.not.category) return { fact: when.not.category, operator: 'notIn', value: when.not.in };
  if (when.not.tag) return { fact: when.not.tag, operator: 'equal', value: false };
  if (when.not.owns) return { all: when.not.owns.map(value => ({ fact: 'offerings', operator: 'doesNotContain', value })) };
  return { not: conditions(when.not) };
}

await answer({
  load({ rules, customers: file }) {
    customers = JSON.parse(fs.readFileSync(file));
    engine = new engines.Engine(
      JSON.parse(fs.readFileSync(rules)).map(rule => ({ conditions: conditions(rule.when), event: { type: 'hit', params: { id: rule.id } } })),
    );
    return { customers: customers.length };
  },
  async match({ count }) {
    const hits = [];
    for (const customer of customers.slice(0, count)) {
      hits.push((await engine.run(customer)).events.map(event => event.params.id).sort((a, b) => a - b));
    }
    return { hits };
  },
  measure: question => measure(customer => engine.run(customer), customers, question),
});
