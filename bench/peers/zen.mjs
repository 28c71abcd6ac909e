// @gorules/zen-engine: all rules as the rows of one decision table that collects every hit, precompiled.
import fs from 'node:fs';
import { ZenDecisionContent, ZenEngine } from '@gorules/zen-engine';
import { answer, measure } from './lines.mjs';

let decision;
let customers;

function expression(when) {
  if (when.all) return when.all.map(expression).join(' and ');
  if (when.any) return `(${when.any.map(expression).join(' or ')})`;
  if (when.number) return `(${when.number} >= ${when.from} and ${when.number} < ${when.below})`;
  if (when.category) return `${when.category} in [${when.in}]`;
  if (when.tag) return `${when.tag} == true`;
  if (when.owns) return `some(offerings, # in [${when.owns}])`;
  if (when.not.category) return `${when.not.category} not in [${when.not.in}]`;
  if (when.not.tag) return `${when.not.tag} == false`;
  if (when.not.owns) return `none(offerings, # in [${when.not.owns}])`;
  return `not (${expression(when.not)})`;
}

function table(rules) {
  const position = { x: 0, y: 0 };
  return {
    contentType: 'application/vnd.gorules.decision',
    nodes: [
      { id: 'in', name: 'request', type: 'inputNode', position },
      {
        id: 'rules',
        name: 'rules',
        type: 'decisionTableNode',
        position,
        content: {
          hitPolicy: 'collect',
          inputs: [{ id: 'when', name: 'when', type: 'expression' }],
          outputs: [{ id: 'rule', field: 'id', name: 'id', type: 'expression' }],
          rules: rules.map(rule => ({ _id: `r${rule.id}`, when: expression(rule.when), rule: String(rule.id) })),
        },
      },
      { id: 'out', name: 'response', type: 'outputNode', position },
    ],
    edges: [
      { id: 'e1', sourceId: 'in', type: 'edge', targetId: 'rules' },
      { id: 'e2', sourceId: 'rules', type: 'edge', targetId: 'out' },
    ],
  };
}

await answer({
  load({ rules, customers: file }) {
    customers = JSON.parse(fs.readFileSync(file));
    decision = new ZenEngine().createDecision(new ZenDecisionContent(table(JSON.parse(fs.readFileSync(rules)))));
    return { customers: customers.length };
  },
  async match({ count }) {
    const hits = [];
    for (const customer of customers.slice(0, count)) hits.push((await decision.evaluate(customer)).result.map(hit => hit.id));
    return { hits };
  },
  measure: question => measure(customer => decision.evaluate(customer), customers, question),
});
