import type { JsonObject } from '../json.ts';
import type { StateType } from './definition.ts';
import { type Found, SCHEMA } from './found.ts';

const EVERYWHERE = ['Type', 'Comment', 'QueryLanguage'];
const PATHS = ['InputPath', 'OutputPath', 'Output'];
const ONWARD = ['Assign', 'Next', 'End'];
const RESULT = ['Parameters', 'ResultPath'];
const WORK = ['ResultSelector', 'Retry', 'Catch'];

/**
 * The fields that each type of state may have, in either query language.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html and the pages of the states
 */
const FIELDS: Readonly<Record<StateType, ReadonlySet<string>>> = {
  Pass: fields(PATHS, ONWARD, RESULT, ['Result']),
  Task: fields(PATHS, ONWARD, RESULT, WORK, [
    ...['Arguments', 'Resource', 'Credentials'],
    ...['TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ]),
  Wait: fields(PATHS, ONWARD, ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']),
  Choice: fields(PATHS, ['Assign', 'Choices', 'Default']),
  Parallel: fields(PATHS, ONWARD, RESULT, WORK, ['Arguments', 'Branches']),
  Map: fields(PATHS, ONWARD, RESULT, WORK, [
    ...['ItemProcessor', 'Iterator', 'ItemsPath', 'Items', 'ItemSelector', 'ItemReader', 'ItemBatcher', 'ResultWriter'],
    ...['MaxConcurrency', 'MaxConcurrencyPath', 'Label'],
    ...['ToleratedFailureCount', 'ToleratedFailureCountPath'],
    ...['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
  ]),
  Succeed: fields(PATHS),
  Fail: fields(['Error', 'ErrorPath', 'Cause', 'CausePath']),
};

function fields(...groups: readonly (readonly string[])[]): ReadonlySet<string> {
  return new Set([...EVERYWHERE, ...groups.flat()]);
}

/** A state has no field that its type does not know, in these very letters. */
export function checkStateFields(state: JsonObject, type: StateType, at: string, found: Found): void {
  for (const field of Object.keys(state)) {
    if (!FIELDS[type].has(field)) found(SCHEMA, `Field '${field}' is not supported`, at);
  }
}
