import { instantOf } from '../instant.ts';
import { isRecognised } from '../integrations/parameters.ts';
import { readResource } from '../integrations/resource.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { checkChoices } from './choices.ts';
import { STATE_TYPES } from './definition.ts';
import { checkErrorHandling } from './error-handling.ts';
import { checkExpressions } from './expressions.ts';
import { type Found, SCHEMA } from './found.ts';
import { checkMap } from './map.ts';
import { checkNumber, MOST } from './numbers.ts';
import { checkPaths } from './paths.ts';
import { checkStateFields } from './state-fields.ts';

/** Of each pair no more than one may be there. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['TimeoutSeconds', 'TimeoutSecondsPath'],
  ['HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ['Error', 'ErrorPath'],
  ['Cause', 'CausePath'],
  ['ItemSelector', 'Parameters'],
  ['ItemProcessor', 'Iterator'],
];

/**
 * The fields of one state.
 *
 * Follows https://states-language.net/spec.html
 */
export function checkFields(state: JsonObject, at: string, isJsonata: boolean, found: Found): void {
  const type = STATE_TYPES.find((known) => known === state.Type);
  if (state.Type === undefined) found(SCHEMA, "The field 'Type' is required", at);
  else if (type === undefined)
    found(SCHEMA, `The field 'Type' should have one of these values: [${STATE_TYPES.join(', ')}]`, `${at}/Type`);
  for (const pair of PAIRS) {
    if (pair.every((field) => state[field] !== undefined))
      found(SCHEMA, `There should only be one of the following fields: [${pair.join(', ')}]`, at);
  }
  if (type !== undefined) checkStateFields(state, type, at, found);
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
    const few = isEnding ? 'There should only be one' : 'This object should have only one';
    found(SCHEMA, `${few} of the following fields: [Next, End]`, at);
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
  if (type === 'Choice' && state.Choices === undefined) found(SCHEMA, 'These fields are required: [Choices]', at);
  else if (type === 'Choice') checkChoices(state.Choices, `${at}/Choices`, isJsonata, found);
  if (type === 'Parallel') {
    if (!Array.isArray(state.Branches)) found(SCHEMA, 'These fields are required: [Branches]', at);
    else if (state.Branches.length === 0) found(SCHEMA, 'Value cannot be empty', `${at}/Branches`);
  }
  if (type === 'Map' && !isObject(state.ItemProcessor) && !isObject(state.Iterator)) {
    found(SCHEMA, 'This object should have only one of the following fields: [ItemProcessor, Iterator]', at);
  }
  if (type === 'Map') checkMap(state, at, found);
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
    const few = given.length > 1 ? 'There should only be one' : 'This object should have only one';
    if (given.length !== 1)
      found(SCHEMA, `${few} of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]`, at);
    checkNumber(state, 'Seconds', { least: 0, most: MOST }, at, found);
    const { Timestamp } = state;
    if (typeof Timestamp === 'string' && !Timestamp.startsWith('{%') && instantOf(Timestamp) === undefined) {
      found(SCHEMA, 'String does not match RFC3339 timestamp', `${at}/Timestamp`);
    }
  }
  if (type === 'Task') {
    checkNumber(state, 'TimeoutSeconds', { least: 1, most: MOST }, at, found);
    checkNumber(state, 'HeartbeatSeconds', { least: 1, most: MOST }, at, found);
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
