/**
 * Whether an event matches a pattern.
 *
 * A pattern has the event's structure, with a list of alternatives at each leaf; `$or` holds a list of patterns. Where
 * the event holds a list, one of its items has to match.
 *
 * @source Amazon EventBridge, "Comparison operators for use in event patterns", which Lambda's event filtering shares;
 * left out: `cidr`
 * @throws UnknownComparison for an operator that is not known here
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (!isObject(pattern)) throw new UnknownComparison(JSON.stringify(pattern));
  if (Array.isArray(event)) return event.some((item) => matchesPattern(pattern, item));
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or' && Array.isArray(wanted))
      return wanted.some((alternative) => matchesPattern(alternative, event));
    const value = isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;
    return Array.isArray(wanted) ? matchesLeaf(wanted, value) : matchesPattern(wanted, value);
  });
}

type Members = Readonly<Record<string, unknown>>;

function matchesLeaf(alternatives: readonly unknown[], value: unknown): boolean {
  const values: readonly unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
  return alternatives.some((alternative) => {
    if (!isObject(alternative)) return values.some((one) => one === alternative);
    // A list holds nothing but its items, so "exists" asks about the whole.
    if ('exists' in alternative) return (value !== undefined && !isObject(value)) === alternative.exists;
    return values.some((one) => compares(alternative, one));
  });
}

function compares(comparison: Members, value: unknown): boolean {
  const [operator, operand] = Object.entries(comparison)[0] ?? ['', undefined];
  switch (operator) {
    case 'prefix':
      return withText(value, operand, (text, wanted) => text.startsWith(wanted));
    case 'suffix':
      return withText(value, operand, (text, wanted) => text.endsWith(wanted));
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase();
    case 'wildcard':
      return typeof value === 'string' && wildcard(String(operand)).test(value);
    case 'numeric':
      return typeof value === 'number' && isInRange(value, Array.isArray(operand) ? operand : []);
    case 'anything-but':
      return value !== undefined && isNoneOf(value, operand);
    default:
      throw new UnknownComparison(operator);
  }
}

/** The operand is a text, or `{ 'equals-ignore-case': text }`. */
function withText(value: unknown, operand: unknown, compare: (text: string, wanted: string) => boolean): boolean {
  if (typeof value !== 'string') return false;
  if (!isObject(operand)) return compare(value, String(operand));
  return compare(value.toLowerCase(), String(operand['equals-ignore-case']).toLowerCase());
}

function isNoneOf(value: unknown, operand: unknown): boolean {
  if (!isObject(operand)) return !(Array.isArray(operand) ? operand : [operand]).includes(value);
  const [operator, wanted] = Object.entries(operand)[0] ?? ['', undefined];
  return !(Array.isArray(wanted) ? wanted : [wanted]).some((one) => compares({ [operator]: one }, value));
}

function isInRange(value: number, range: readonly unknown[]): boolean {
  for (let at = 0; at + 1 < range.length; at += 2) {
    const bound = Number(range[at + 1]);
    const holds = {
      '=': value === bound,
      '<': value < bound,
      '<=': value <= bound,
      '>': value > bound,
      '>=': value >= bound,
    };
    const operator = String(range[at]);
    if (!(operator in holds)) throw new UnknownComparison(`numeric ${operator}`);
    if (!holds[operator as keyof typeof holds]) return false;
  }
  return true;
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split(/(\\\*|\\\\|\*)/).map((part) => {
    if (part === '*') return '[^]*';
    return (part === '\\*' || part === '\\\\' ? part.slice(1) : part).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A pattern compares in a way that is not known here. */
export class UnknownComparison extends Error {
  override readonly name = 'UnknownComparison';
  constructor(comparison: string) {
    super(`event pattern with unknown comparison '${comparison}'`);
  }
}
