import type { RuleGroupType, RuleType } from 'react-querybuilder';

/**
 * What the builder holds and what it means. A rule's field is what an expression begins with: `customer.arpu`, `customer.tags`, `owns`,
 * `contacted`, `count`, `inArea`; its operator is one of these.
 */
export const comparisons = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];

export const textOperators = ['beginsWith', 'contains', 'endsWith', 'doesNotBeginWith', 'doesNotContain', 'doesNotEndWith'] as const;
export type TextOperator = (typeof textOperators)[number];

/** Of dates, beside comparisons with a day: nearer or farther than so many days, back or ahead. */
export const dayOperators = ['lessThanDaysAgo', 'moreThanDaysAgo', 'lessThanDaysAhead', 'moreThanDaysAhead'] as const;
export type DayOperator = (typeof dayOperators)[number];

export type Operator = Comparison | TextOperator | DayOperator | 'in' | 'notIn' | 'yes' | 'no' | 'known' | 'unknown';

/** Of `count`: so many events of the type within so many days. */
export interface CountValue {
  readonly type: string;
  readonly times: number;
  readonly days: number;
}

/** Of `contacted`: about what, within so many days. */
export interface ContactedValue {
  readonly about: string;
  readonly days: number;
}

export type ConditionValue = string | number | readonly (string | number)[] | CountValue | ContactedValue | null;
export type Condition = RuleType<string, Operator, ConditionValue>;
export type Conditions = RuleGroupType<Condition>;

export const attributeOf = (field: string): string | null => (field.startsWith('customer.') ? field.slice('customer.'.length) : null);

export const noConditions = (): Conditions => ({ combinator: 'and', rules: [] });
