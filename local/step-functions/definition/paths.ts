import { isCall } from '../data-flow/path-expression.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { type Found, SCHEMA } from './found.ts';

const PATHS = [
  ...['InputPath', 'OutputPath', 'ItemsPath'],
  ...['SecondsPath', 'TimestampPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
];
/** A Fail state may also call intrinsic functions. */
const PATHS_OR_CALLS = ['ErrorPath', 'CausePath'];
const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector', 'Assign'];

/**
 * The paths of a JSONPath state, as far as they can be judged before they lead anywhere.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 */
export function checkPaths(state: JsonObject, at: string, found: Found): void {
  for (const field of PATHS) checkPath(state[field], `${at}/${field}`, found);
  for (const field of PATHS_OR_CALLS) {
    const path = state[field];
    if (typeof path !== 'string' || !isCall(path)) checkPath(path, `${at}/${field}`, found);
  }
  checkReferencePath(state.ResultPath, `${at}/ResultPath`, found, true);
  for (const field of TEMPLATES) {
    const template = state[field];
    if (template !== undefined) checkTemplate(template, `${at}/${field}`, found);
  }
}

/**
 * A path that names one place.
 *
 * @param isInput whether it must lie in the input: then the context object (`$$`) will not do, nor wildcards and descents
 */
export function checkReferencePath(path: Json | undefined, at: string, found: Found, isInput = false): void {
  if (path === undefined || path === null) return;
  if (typeof path !== 'string' || !path.startsWith('$'))
    found(SCHEMA, "Value is not a Reference Path: Reference path didn't start with '$'", at);
  else {
    const bare = path.replace(/'[^']*'|"[^"]*"/g, "''");
    if (SEVERAL.test(bare) || (isInput && OUTSIDE.test(bare))) found(SCHEMA, 'Value is not a Reference Path', at);
  }
}

/** Brackets around anything but one name or one index. */
const SEVERAL = /\[(?!['\d-])|\[[^\]]*[:,]/;
const OUTSIDE = /^\$\$|[*?@()]|\.\./;

function checkPath(path: Json | undefined, at: string, found: Found): void {
  if (path === undefined || path === null) return;
  if (typeof path !== 'string' || !path.startsWith('$')) found(SCHEMA, 'Value must be a valid JSONPath.', at);
}

function checkTemplate(template: Json, at: string, found: Found): void {
  if (Array.isArray(template)) {
    for (const [index, item] of template.entries()) checkTemplate(item, `${at}[${index}]`, found);
    return;
  }
  if (!isObject(template)) return;
  for (const [member, value] of Object.entries(template)) {
    if (!member.endsWith('.$')) checkTemplate(value, `${at}/${member}`, found);
    else if (typeof value !== 'string' || !(value.trim().startsWith('$') || isCall(value))) {
      found(
        SCHEMA,
        `The value for the field '${member}' must be a valid JSONPath or a valid intrinsic function call`,
        at,
      );
    }
  }
}
