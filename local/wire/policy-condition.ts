import { iamPattern } from './iam-pattern.ts';

/** The condition keys of one call with their values. */
export type ConditionContext = Readonly<Record<string, readonly string[]>>;

/** Condition keys that can be judged here even when a call does not carry them. */
const knownKeys = new Set([
  'dynamodb:leadingkeys',
  'dynamodb:attributes',
  'dynamodb:select',
  'dynamodb:returnvalues',
  'aws:securetransport',
  'aws:requestedregion',
  'aws:principalarn',
]);

type Compare = (actual: string, wanted: string) => boolean;

const comparisons: Readonly<Record<string, Compare>> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: (actual, wanted) => iamPattern(wanted)(actual),
  ArnEquals: (actual, wanted) => iamPattern(wanted)(actual),
  ArnLike: (actual, wanted) => iamPattern(wanted)(actual),
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: (actual, wanted) => Number(actual) === Number(wanted),
  NumericLessThan: (actual, wanted) => Number(actual) < Number(wanted),
  NumericLessThanEquals: (actual, wanted) => Number(actual) <= Number(wanted),
  NumericGreaterThan: (actual, wanted) => Number(actual) > Number(wanted),
  NumericGreaterThanEquals: (actual, wanted) => Number(actual) >= Number(wanted),
};

const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

/**
 * One line of a Condition block, e.g. `ForAllValues:StringEquals`, `dynamodb:LeadingKeys`, `['a']`.
 *
 * Its verdict is `undefined` where the key or the operator is not known here: then it is passed over.
 *
 * @source IAM, "Policy elements: Condition operators"; left out: Date*, IpAddress, BinaryEquals, policy variables
 */
export class PolicyCondition {
  readonly operator: string;
  readonly key: string;
  readonly #wanted: readonly string[];

  constructor(operator: string, key: string, wanted: readonly string[]) {
    this.operator = operator;
    this.key = key;
    this.#wanted = wanted;
  }

  verdict(context: ConditionContext): boolean | undefined {
    const actual = valuesOf(context, this.key);
    if (actual === undefined && !knownKeys.has(this.key.toLowerCase())) return undefined;
    const [, set, bare, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(this.operator) ?? [];
    if (bare === undefined) return undefined;
    if (bare === 'Null') return this.#wanted.includes('true') === (actual === undefined);
    if (actual === undefined && ifExists !== undefined) return true;
    const isNegated = bare in negations;
    const compare = comparisons[negations[bare] ?? bare];
    if (compare === undefined) return undefined;
    const matchesOne = (value: string): boolean => this.#wanted.some((wanted) => compare(value, wanted)) !== isNegated;
    if (set === 'ForAllValues') return (actual ?? []).every(matchesOne);
    if (set === 'ForAnyValue') return (actual ?? []).some(matchesOne);
    return actual === undefined ? isNegated : actual.every(matchesOne);
  }
}

function valuesOf(context: ConditionContext, key: string): readonly string[] | undefined {
  const direct = context[key];
  if (direct !== undefined) return direct;
  const name = key.toLowerCase();
  return Object.entries(context).find(([known]) => known.toLowerCase() === name)?.[1];
}
