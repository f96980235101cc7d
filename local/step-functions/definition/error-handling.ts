import { isObject, type JsonObject } from '../json.ts';
import { type Found, SCHEMA } from './found.ts';
import { checkNumber, MOST } from './numbers.ts';
import { checkReferencePath } from './paths.ts';

/**
 * The retriers and catchers of a state.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function checkErrorHandling(state: JsonObject, at: string, found: Found): void {
  for (const field of ['Retry', 'Catch'] as const) {
    const rules = state[field];
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of rules.entries()) {
      const location = `${at}/${field}[${index}]`;
      if (!isObject(rule)) continue;
      checkErrorEquals(rule, index === rules.length - 1, location, found);
      if (field === 'Retry') checkRetrier(rule, location, found);
      else checkCatcher(rule, location, found);
    }
  }
}

function checkErrorEquals(rule: JsonObject, isLast: boolean, at: string, found: Found): void {
  const names = rule.ErrorEquals;
  if (names === undefined) {
    found(SCHEMA, 'These fields are required: [ErrorEquals]', at);
    return;
  }
  const location = `${at}/ErrorEquals`;
  if (!Array.isArray(names) || names.length === 0) found(SCHEMA, 'Value cannot be empty', location);
  else if (names.includes('States.ALL') && (names.length > 1 || !isLast))
    found(SCHEMA, 'States.ALL must appear alone and at end of list', location);
}

function checkRetrier(rule: JsonObject, at: string, found: Found): void {
  checkNumber(rule, 'IntervalSeconds', { least: 0, most: MOST }, at, found);
  checkNumber(rule, 'MaxAttempts', { least: 0, most: MOST }, at, found);
  // 31_622_400 seconds (366 days)
  checkNumber(rule, 'MaxDelaySeconds', { least: 1, most: 31_622_400 }, at, found);
  checkNumber(rule, 'BackoffRate', { least: 1, isReal: true }, at, found);
  if (rule.JitterStrategy !== undefined && rule.JitterStrategy !== 'FULL' && rule.JitterStrategy !== 'NONE')
    found(SCHEMA, 'Value should be one of the following: [NONE, FULL]', `${at}/JitterStrategy`);
}

function checkCatcher(rule: JsonObject, at: string, found: Found): void {
  if (rule.Next === undefined) found(SCHEMA, 'These fields are required: [Next]', at);
  checkReferencePath(rule.ResultPath, `${at}/ResultPath`, found, true);
}
