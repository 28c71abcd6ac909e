// A conversation over standard input and output: a question is one line of JSON, its answer another.
import readline from 'node:readline';

/**
 * Answers every question until the input ends. A failure is an answer too: {error}.
 * @param {Record<string, (question: object) => object | Promise<object>>} handlers by the question's `ask`
 */
export async function answer(handlers) {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const question = JSON.parse(line);
    let reply;
    try {
      reply = await handlers[question.ask](question);
    } catch (failure) {
      reply = { error: String(failure?.stack ?? failure) };
    }
    process.stdout.write(JSON.stringify(reply) + '\n');
  }
}

/** Milliseconds below which this share of the sorted times lies. */
export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/**
 * Lets an engine decide for one customer after another, again from the first, until the time is over.
 * @param {(customer: object) => Promise<unknown>} decide
 */
export async function measure(decide, customers, { seconds, warmUp }) {
  for (let i = 0; i < warmUp; i++) await decide(customers[i % customers.length]);
  const times = [];
  const start = performance.now();
  for (let last = start; last - start < seconds * 1000; ) {
    await decide(customers[times.length % customers.length]);
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  const elapsed = times.reduce((sum, time) => sum + time, 0) / 1000;
  times.sort((a, b) => a - b);
  return { decisions: times.length, perSecond: times.length / elapsed, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}
