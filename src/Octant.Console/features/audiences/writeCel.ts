import { attributeOf, comparisons, type Comparison, type Condition, type Conditions, type ContactedValue, type CountValue, type DayOperator, type TextOperator } from './conditions';

const textFunctions: Record<TextOperator, { readonly name: string; readonly negated: boolean }> = {
  beginsWith: { name: 'startsWith', negated: false },
  contains: { name: 'contains', negated: false },
  endsWith: { name: 'endsWith', negated: false },
  doesNotBeginWith: { name: 'startsWith', negated: true },
  doesNotContain: { name: 'contains', negated: true },
  doesNotEndWith: { name: 'endsWith', negated: true },
};

const dayForms: Record<DayOperator, string> = {
  lessThanDaysAgo: '> now -',
  moreThanDaysAgo: '< now -',
  lessThanDaysAhead: '< now +',
  moreThanDaysAhead: '> now +',
};

const hoursOfDay = 24;
const quote = (text: unknown) => JSON.stringify(typeof text === 'string' ? text : '');
const window = (days: number) => `duration("${String(days * hoursOfDay)}h")`;
const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

function nameOf(attribute: string): string {
  return `customer.${/^[A-Za-z_]\w*$/.test(attribute) ? attribute : `\`${attribute}\``}`;
}

function literal(value: unknown): string {
  return typeof value === 'number' ? String(value) : isDay(value) ? `timestamp("${value}T00:00:00Z")` : quote(value);
}

/** Null while something is still to be filled in. */
function writeCondition({ field, operator, value }: Condition): string | null {
  const isFilled = value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
  const not = operator === 'no' || operator === 'notIn' ? '!' : '';
  const attribute = attributeOf(field);
  if (field === 'customer.tags') {
    return isFilled ? (not === '' ? `${literal(value)} in customer.tags` : `!(${literal(value)} in customer.tags)`) : null;
  }

  if (attribute !== null) {
    return writeAttribute(nameOf(attribute), operator, value, isFilled);
  }

  switch (field) {
    case 'owns':
    case 'inArea':
      return isFilled ? `${not}${field}(${quote(value)})` : null;
    case 'contacted': {
      const contact = value as ContactedValue | null;
      return contact?.about && contact.days > 0 ? `${not}contacted(${quote(contact.about)}, ${window(contact.days)})` : null;
    }
    case 'count': {
      const count = value as CountValue | null;
      return count?.type && count.days > 0 ? `count(${quote(count.type)}, ${window(count.days)}) ${sign(operator as Comparison)} ${String(count.times)}` : null;
    }
    default:
      return null;
  }
}

const sign = (comparison: Comparison) => (comparison === '=' ? '==' : comparison);

function writeAttribute(name: string, operator: Condition['operator'], value: Condition['value'], isFilled: boolean): string | null {
  switch (operator) {
    case 'yes':
      return name;
    case 'no':
      return `!${name}`;
    case 'known':
      return `has(${name})`;
    case 'unknown':
      return `!has(${name})`;
    default:
  }

  if (!isFilled) {
    return null;
  }

  if (operator === 'in' || operator === 'notIn') {
    const list = `${name} in [${(Array.isArray(value) ? value : [value]).map(literal).join(', ')}]`;
    return operator === 'in' ? list : `!(${list})`;
  }

  if (operator in dayForms) {
    return `${name} ${dayForms[operator as DayOperator]} ${window(Number(value))}`;
  }

  if (operator in textFunctions) {
    const form = textFunctions[operator as TextOperator];
    return `${form.negated ? '!' : ''}${name}.${form.name}(${quote(value)})`;
  }

  return comparisons.includes(operator as Comparison) ? `${name} ${sign(operator as Comparison)} ${literal(value)}` : null;
}

function writeGroup(group: Conditions, isWhole: boolean): string | null {
  const parts = group.rules.map((rule) => ('rules' in rule ? writeGroup(rule, false) : writeCondition(rule))).filter((part) => part !== null);
  if (parts.length === 0) {
    return null;
  }

  const text = parts.join(group.combinator === 'or' ? ' || ' : ' && ');
  return group.not ? `!(${text})` : isWhole || parts.length === 1 ? text : `(${text})`;
}

/** The conditions as an expression; empty while there is none that is whole. */
export function writeCel(conditions: Conditions): string {
  return writeGroup(conditions, true) ?? '';
}

export { dayForms, hoursOfDay, textFunctions };
