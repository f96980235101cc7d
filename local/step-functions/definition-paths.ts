import type { Found } from './definition-fields.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

const SCHEMA = 'SCHEMA_VALIDATION_FAILED';
const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector', 'Assign'];
const RULE_WORDS = new Set(['Next', 'Comment', 'Assign', 'Output', 'Variable']);

/**
 * The paths of a JSONPath state, as far as they can be judged before they lead anywhere.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 */
export function checkPaths(state: JsonObject, at: string, found: Found): void {
  for (const field of ['InputPath', 'OutputPath', 'ResultPath']) checkPath(state[field], `${at}/${field}`, found);
  for (const field of TEMPLATES) {
    const template = state[field];
    if (template !== undefined) checkTemplate(template, `${at}/${field}`, found);
  }
  if (typeof state.ResultPath === 'string' && /[*?@]|\.\.|\[[^\]]*[:,]/.test(state.ResultPath.replace(/'[^']*'/g, '')))
    found(SCHEMA, 'Value must be a valid Reference Path.', `${at}/ResultPath`);
}

/** A rule of a Choice state has one comparison, or rules within it. */
export function checkRule(rule: JsonObject, at: string, found: Found): void {
  const words = Object.keys(rule).filter((word) => !RULE_WORDS.has(word));
  if (words.length !== 1) found(SCHEMA, 'Exactly one comparison must be there', at);
  checkPath(rule.Variable, `${at}/Variable`, found);
  for (const word of ['And', 'Or']) {
    const parts = rule[word];
    if (Array.isArray(parts))
      for (const [index, part] of parts.entries())
        if (isObject(part)) checkRule(part, `${at}/${word}[${index}]`, found);
  }
  if (isObject(rule.Not)) checkRule(rule.Not, `${at}/Not`, found);
}

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
    else if (typeof value !== 'string' || !/^(\$|States\.)/.test(value.trim())) {
      found(
        SCHEMA,
        `The value for the field '${member}' must be a valid JSONPath or a valid intrinsic function call`,
        at,
      );
    }
  }
}
