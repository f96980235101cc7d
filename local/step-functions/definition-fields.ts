import { STATE_TYPES, type StateType } from './definition.ts';
import { checkExpressions } from './definition-expressions.ts';
import { checkMapNumbers } from './definition-map.ts';
import { checkPaths, checkRule } from './definition-paths.ts';
import { instantOf } from './instant.ts';
import { isRecognised } from './integrations/parameters.ts';
import { readResource } from './integrations/resource.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** Notes a fault: AWS's code, its words, and where in the definition. */
export type Found = (code: string, message: string, location?: string) => void;

const SCHEMA = 'SCHEMA_VALIDATION_FAILED';
/** Of each pair no more than one may be there. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['TimeoutSeconds', 'TimeoutSecondsPath'],
  ['HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ['Error', 'ErrorPath'],
  ['Cause', 'CausePath'],
  ['ItemSelector', 'Parameters'],
  ['ItemProcessor', 'Iterator'],
];

/** Fields that only these types of state have. */
const ONLY_IN: readonly (readonly [field: string, types: readonly StateType[]])[] = [
  ['TimeoutSeconds', ['Task']],
  ['Catch', ['Task', 'Parallel', 'Map']],
  ['Retry', ['Task', 'Parallel', 'Map']],
];

/**
 * The fields of one state.
 *
 * Follows https://states-language.net/spec.html
 */
export function checkFields(state: JsonObject, at: string, isJsonata: boolean, found: Found): void {
  const type = STATE_TYPES.find((known) => known === state.Type);
  if (state.Type === undefined) found(SCHEMA, 'These fields are required: [Type]', at);
  else if (type === undefined) found(SCHEMA, `Value must be one of [${STATE_TYPES.join(', ')}]`, `${at}/Type`);
  for (const pair of PAIRS) {
    if (pair.every((field) => state[field] !== undefined))
      found(SCHEMA, `There should only be one of the following fields: [${pair.join(', ')}]`, at);
  }
  for (const [field, types] of ONLY_IN) {
    if (type !== undefined && state[field] !== undefined && !types.includes(type))
      found(SCHEMA, `Field '${field}' is not supported`, at);
  }
  checkEnd(state, type, at, found);
  checkOwnFields(state, type, at, isJsonata, found);
  checkErrorHandling(state, at, found);
  if (isJsonata) checkExpressions(state, at, found);
  else checkPaths(state, at, found);
}

function checkEnd(state: JsonObject, type: string | undefined, at: string, found: Found): void {
  const isEnding = state.End === true;
  if (type === 'Choice' || type === 'Succeed' || type === 'Fail' || type === undefined) return;
  if (isEnding === (state.Next !== undefined)) {
    found(SCHEMA, isEnding ? `Only one of [Next, End] can be there` : 'These fields are required: [Next]', at);
  }
}

function checkOwnFields(
  state: JsonObject,
  type: string | undefined,
  at: string,
  isJsonata: boolean,
  found: Found,
): void {
  if (type === 'Task') {
    if (state.Resource === undefined) found(SCHEMA, 'These fields are required: [Resource]', at);
    else checkResource(state.Resource, `${at}/Resource`, found);
  }
  if (type === 'Choice') checkChoices(state.Choices, `${at}/Choices`, isJsonata, found);
  if (type === 'Parallel' && (!Array.isArray(state.Branches) || state.Branches.length === 0)) {
    found(SCHEMA, 'These fields are required: [Branches]', at);
  }
  if (type === 'Map' && !isObject(state.ItemProcessor) && !isObject(state.Iterator)) {
    found(SCHEMA, 'These fields are required: [ItemProcessor]', at);
  }
  if (type === 'Map') checkMapNumbers(state, at, found);
  if (type === 'Map' && state.ResultWriter !== undefined)
    found(SCHEMA, 'the local Step Functions leaves out ResultWriter', `${at}/ResultWriter`);
  const { Label, TimeoutSeconds, HeartbeatSeconds } = state;
  if (Label !== undefined && (typeof Label !== 'string' || !/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,40}$/.test(Label)))
    found(SCHEMA, 'Label must have 1 to 40 characters, none of them forbidden in names', `${at}/Label`);
  if (typeof TimeoutSeconds === 'number' && typeof HeartbeatSeconds === 'number' && HeartbeatSeconds >= TimeoutSeconds)
    found(SCHEMA, 'HeartbeatSeconds must be smaller than TimeoutSeconds', `${at}/HeartbeatSeconds`);
  if (type === 'Wait') {
    const given = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'].filter(
      (field) => state[field] !== undefined,
    );
    if (given.length !== 1)
      found(SCHEMA, 'Exactly one of [Seconds, SecondsPath, Timestamp, TimestampPath] must be there', at);
    checkNumber(state, 'Seconds', 0, at, found);
    const { Timestamp } = state;
    if (typeof Timestamp === 'string' && !Timestamp.startsWith('{%') && instantOf(Timestamp) === undefined) {
      found(SCHEMA, 'Value is not a valid ISO-8601 timestamp', `${at}/Timestamp`);
    }
  }
  if (type === 'Task') {
    checkNumber(state, 'TimeoutSeconds', 1, at, found);
    checkNumber(state, 'HeartbeatSeconds', 1, at, found);
  }
}

function checkResource(given: Json, at: string, found: Found): void {
  const resource = typeof given === 'string' ? readResource(given) : undefined;
  if (resource === undefined) found(SCHEMA, 'Value is not a valid resource ARN', at);
  else if (!isRecognised(resource))
    found(
      SCHEMA,
      `The resource provided ${String(given)} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
      at,
    );
}

function checkNumber(state: JsonObject, field: string, least: number, at: string, found: Found): void {
  const value = state[field];
  if (typeof value === 'number' && (!Number.isInteger(value) || value < least || value > 99_999_999)) {
    found(SCHEMA, `Value must be an integer between ${least} and 99999999`, `${at}/${field}`);
  }
}

function checkChoices(choices: Json | undefined, at: string, isJsonata: boolean, found: Found): void {
  if (!Array.isArray(choices) || choices.length === 0) {
    found(SCHEMA, 'Choices must be a non-empty array', at);
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

function checkErrorHandling(state: JsonObject, at: string, found: Found): void {
  for (const field of ['Retry', 'Catch']) {
    const rules = state[field];
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of rules.entries()) {
      const location = `${at}/${field}[${index}]`;
      const names = isObject(rule) ? rule.ErrorEquals : undefined;
      if (isObject(rule)) checkRetrier(rule, location, found);
      if (!Array.isArray(names) || names.length === 0) {
        found(SCHEMA, 'These fields are required: [ErrorEquals]', location);
        continue;
      }
      if (names.includes('States.ALL') && (names.length > 1 || index < rules.length - 1)) {
        found(SCHEMA, 'States.ALL must appear alone, and in the last rule', `${location}/ErrorEquals`);
      }
      if (field === 'Catch' && isObject(rule) && rule.Next === undefined)
        found(SCHEMA, 'These fields are required: [Next]', location);
    }
  }
}

function checkRetrier(rule: JsonObject, at: string, found: Found): void {
  checkNumber(rule, 'IntervalSeconds', 1, at, found);
  checkNumber(rule, 'MaxAttempts', 0, at, found);
  checkNumber(rule, 'MaxDelaySeconds', 1, at, found);
  if (typeof rule.BackoffRate === 'number' && rule.BackoffRate < 1)
    found(SCHEMA, 'Value must be greater than or equal to 1.0', `${at}/BackoffRate`);
  if (rule.JitterStrategy !== undefined && rule.JitterStrategy !== 'FULL' && rule.JitterStrategy !== 'NONE')
    found(SCHEMA, 'Value must be one of [FULL, NONE]', `${at}/JitterStrategy`);
}
