import { instantOf } from '../instant.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { COMPARISONS } from '../states/comparison.ts';
import { type Found, SCHEMA } from './found.ts';
import { checkReferencePath } from './paths.ts';

const JOINTS = ['And', 'Or', 'Not'];

/**
 * The rules of a Choice state.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export function checkChoices(choices: Json | undefined, at: string, isJsonata: boolean, found: Found): void {
  if (!Array.isArray(choices) || choices.length === 0) {
    found(SCHEMA, 'Value cannot be empty', at);
    return;
  }
  for (const [index, rule] of choices.entries()) {
    const required = ['Next', ...(isJsonata ? ['Condition'] : [])].filter(
      (field) => !isObject(rule) || rule[field] === undefined,
    );
    if (required.length > 0) found(SCHEMA, `These fields are required: [${required.join(', ')}]`, `${at}[${index}]`);
    if (!isJsonata && isObject(rule)) checkRule(rule, `${at}[${index}]`, found);
  }
}

/** A rule compares once, or joins rules within it; those lead nowhere themselves. */
function checkRule(rule: JsonObject, at: string, found: Found): void {
  const shapes = [...JOINTS, 'Variable', 'Condition'].filter((field) => rule[field] !== undefined);
  if (shapes.length !== 1)
    found(SCHEMA, 'The object must have only one of the following fields, [And, Or, Not, Variable, Condition]', at);
  if (rule.Variable !== undefined) checkComparison(rule, at, found);
  for (const word of ['And', 'Or']) {
    const parts = rule[word];
    if (parts === undefined) continue;
    if (!Array.isArray(parts) || parts.length === 0) found(SCHEMA, 'Value cannot be empty', `${at}/${word}`);
    else for (const [index, part] of parts.entries()) checkInner(part, `${at}/${word}[${index}]`, found);
  }
  if (rule.Not !== undefined) checkInner(rule.Not, `${at}/Not`, found);
}

function checkInner(rule: Json, at: string, found: Found): void {
  if (!isObject(rule)) return;
  if (rule.Next !== undefined) found(SCHEMA, "Field 'Next' is not supported", at);
  checkRule(rule, at, found);
}

function checkComparison(rule: JsonObject, at: string, found: Found): void {
  checkReferencePath(rule.Variable, `${at}/Variable`, found);
  const comparisons = COMPARISONS.filter((comparison) => rule[comparison] !== undefined);
  const [comparison] = comparisons;
  if (comparison === undefined)
    found(SCHEMA, `This object should have only one of the following fields: [${COMPARISONS.join(', ')}]`, at);
  else if (comparisons.length > 1)
    found(SCHEMA, `There should only be one of the following fields: [${comparisons.join(', ')}]`, at);
  else checkOperand(comparison, rule[comparison] ?? null, `${at}/${comparison}`, found);
}

/** What a value is compared with is of the kind that the comparison names. */
function checkOperand(comparison: string, operand: Json, at: string, found: Found): void {
  if (comparison.endsWith('Path')) {
    checkReferencePath(operand, at, found);
    return;
  }
  const [, kind] = /^(String|Numeric|Boolean|Timestamp|Is)/.exec(comparison) ?? [];
  const [type, name] = OPERANDS[kind ?? ''] ?? ['string', 'String'];
  if (typeof operand !== type) found(SCHEMA, `Expected value of type ${name}`, at);
  else if (kind === 'Timestamp' && instantOf(String(operand)) === undefined)
    found(SCHEMA, 'String does not match RFC3339 timestamp', at);
}

const OPERANDS: Readonly<Record<string, readonly [type: string, name: string]>> = {
  Numeric: ['number', 'Number'],
  Boolean: ['boolean', 'Boolean'],
  Is: ['boolean', 'Boolean'],
};
