import { tokensOf, type Token } from './celTokens';
import { noConditions, type Comparison, type Condition, type Conditions, type ConditionValue, type DayOperator, type Operator, type TextOperator } from './conditions';
import { dayForms, hoursOfDay, textFunctions } from './writeCel';

/** Thrown where an expression says what the builder has no row for. */
class BeyondTheBuilder extends Error {}

type Part = Condition | Conditions;

const isGroup = (part: Part): part is Conditions => 'rules' in part;
const negations: Partial<Record<Operator, Operator>> = { yes: 'no', known: 'unknown', in: 'notIn', beginsWith: 'doesNotBeginWith', contains: 'doesNotContain', endsWith: 'doesNotEndWith' };

/**
 * The conditions that an expression says, so that {@link writeCel} says the same again; null when it says more than the builder can
 * show. It reads only what it understands whole: nothing is ever left out.
 */
export function readCel(text: string): Conditions | null {
  const tokens = tokensOf(text);
  if (tokens.length === 0) {
    return noConditions();
  }

  try {
    const reader = new Reader(tokens.filter((token) => token.kind !== 'comment' || reject()));
    const part = reader.readWhole();
    return isGroup(part) ? part : { combinator: 'and', rules: [part] };
  } catch (error) {
    if (error instanceof BeyondTheBuilder) {
      return null;
    }

    throw error;
  }
}

function reject(): never {
  throw new BeyondTheBuilder();
}

class Reader {
  private next = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  readWhole(): Part {
    const part = this.readJoined('||', 'or', () => this.readJoined('&&', 'and', () => this.readNegatable()));
    return this.next === this.tokens.length ? part : reject();
  }

  private readJoined(between: string, combinator: 'and' | 'or', read: () => Part): Part {
    const parts = [read()];
    while (this.takes(between)) {
      parts.push(read());
    }

    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { combinator, rules: parts };
  }

  private readNegatable(): Part {
    if (!this.takes('!')) {
      return this.readSimple();
    }

    const part = this.readNegatable();
    if (isGroup(part)) {
      return { ...part, not: !part.not };
    }

    const opposite = negations[part.operator];
    return opposite === undefined ? { combinator: 'and', not: true, rules: [part] } : { ...part, operator: opposite };
  }

  private readSimple(): Part {
    if (this.takes('(')) {
      const part = this.readJoined('||', 'or', () => this.readJoined('&&', 'and', () => this.readNegatable()));
      this.require(')');
      return part;
    }

    const token = this.peek();
    if (token.kind === 'string') {
      const tag = this.readText();
      this.require('in');
      this.require('customer');
      this.require('.');
      this.require('tags');
      return rule('customer.tags', 'yes', tag);
    }

    switch (token.text) {
      case 'customer':
        return this.readAttributeCondition();
      case 'has':
        return this.readCall(() => rule(this.readAttribute(), 'known', null));
      case 'owns':
      case 'inArea':
        return this.readCall(() => rule(token.text, 'yes', this.readText()));
      case 'contacted':
        return this.readCall(() => {
          const about = this.readText();
          this.require(',');
          return rule('contacted', 'yes', { about, days: this.readDays() });
        });
      case 'count':
        return this.readCount();
      default:
        return reject();
    }
  }

  private readCount(): Condition {
    const { type, days } = this.readCall(() => {
      const event = this.readText();
      this.require(',');
      return { type: event, days: this.readDays() };
    });
    const operator = this.readComparison();
    const times = this.readNumber();
    return Number.isInteger(times) ? rule('count', operator, { type, times, days }) : reject();
  }

  private readAttributeCondition(): Condition {
    const field = this.readAttribute();
    if (field === 'customer.tags') {
      return reject();
    }

    if (this.takes('in')) {
      return rule(field, 'in', this.readList());
    }

    if (this.takes('.')) {
      const name = this.take().text;
      const found = Object.entries(textFunctions).find(([, form]) => form.name === name && !form.negated);
      this.require('(');
      const condition = rule(field, (found?.[0] ?? reject()) as TextOperator, this.readText());
      this.require(')');
      return condition;
    }

    const sign = this.next < this.tokens.length ? this.peek().text : '';
    if (!/^([<>]=?|==|!=)$/.test(sign)) {
      return rule(field, 'yes', null);
    }

    const operator = this.readComparison();
    return this.takes('now') ? this.readDistance(field, operator) : rule(field, operator, this.readValue());
  }

  private readDistance(field: string, operator: Comparison): Condition {
    const form = `${operator} now ${this.take().text}`;
    const found = Object.entries(dayForms).find(([, written]) => written === form);
    return rule(field, (found?.[0] ?? reject()) as DayOperator, this.readDays());
  }

  private readList(): (string | number)[] {
    this.require('[');
    const values = [this.readValue()];
    while (this.takes(',')) {
      values.push(this.readValue());
    }

    this.require(']');
    return values;
  }

  private readValue(): string | number {
    const token = this.peek();
    if (token.text !== 'timestamp') {
      return token.kind === 'string' ? this.readText(isNoDay) : this.readNumber();
    }

    return this.readCall(() => /^(\d{4}-\d{2}-\d{2})T00:00:00Z$/.exec(this.readText())?.[1] ?? reject());
  }

  private readAttribute(): string {
    this.require('customer');
    this.require('.');
    const token = this.take();
    return token.kind === 'name' ? `customer.${token.text.replaceAll('`', '')}` : reject();
  }

  private readComparison(): Comparison {
    const { text } = this.take();
    return text === '==' ? '=' : /^([<>]=?|!=)$/.test(text) ? (text as Comparison) : reject();
  }

  private readDays(): number {
    return this.readCall(() => {
      const hours = Number(/^(\d+)h$/.exec(this.readText())?.[1] ?? reject());
      return hours > 0 && hours % hoursOfDay === 0 ? hours / hoursOfDay : reject();
    }, 'duration');
  }

  private readNumber(): number {
    const negative = this.takes('-');
    const token = this.take();
    return token.kind === 'number' && !/^0x/i.test(token.text) ? (negative ? -1 : 1) * Number(token.text) : reject();
  }

  /** A plain text; one with escapes that JSON does not know is left to the text form. */
  private readText(accept: (text: string) => boolean = () => true): string {
    const { kind, text } = this.take();
    const isPlain = kind === 'string' && !text.startsWith('r') && (text.startsWith('"') || !/["\\]/.test(text));
    try {
      const value = isPlain ? (JSON.parse(`"${text.slice(1, -1)}"`) as string) : reject();
      return accept(value) ? value : reject();
    } catch {
      return reject();
    }
  }

  private readCall<T>(read: () => T, name?: string): T {
    const called = this.take().text;
    if (name !== undefined && called !== name) {
      return reject();
    }

    this.require('(');
    const value = read();
    this.require(')');
    return value;
  }

  private peek(): Token {
    return this.tokens[this.next] ?? reject();
  }

  private take(): Token {
    const token = this.peek();
    this.next += 1;
    return token;
  }

  private takes(text: string): boolean {
    const is = this.next < this.tokens.length && this.peek().text === text;
    this.next += is ? 1 : 0;
    return is;
  }

  private require(text: string): void {
    if (!this.takes(text)) {
      reject();
    }
  }
}

/** A text that looks like a day would be written again as a time. */
const isNoDay = (text: string) => !/^\d{4}-\d{2}-\d{2}$/.test(text);

function rule(field: string, operator: Operator, value: ConditionValue): Condition {
  return { field, operator, value };
}
