import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Found } from './found.ts';
import { isJsonataIn } from './language.ts';

const NAME = /^\p{ID_Start}\p{ID_Continue}{0,79}$/u;

/**
 * The variables that the states of a body assign: their names, and that none of them is one of an outer scope.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html (Variable name syntax, Variable scope)
 *
 * @param outer the variables that may be there already when the body begins
 */
export function checkAssigned(
  states: JsonObject,
  at: string,
  isJsonataMachine: boolean,
  outer: ReadonlySet<string>,
  found: Found,
): void {
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    for (const [variable, location] of assignedBy(state, `${at}/States/${name}`, isJsonataMachine)) {
      if (variable === 'states')
        found('RESERVED_VARIABLE_NAME', "Cannot assign to reserved variable '$states'.", location);
      else if (!NAME.test(variable)) {
        const message = `Invalid variable name '${variable}': the variable name contains invalid characters.`;
        found('INVALID_VARIABLE_NAME', message, location);
      }
      if (outer.has(variable)) {
        const message = `The variable name '${variable}' was already defined in a parent scope.`;
        found('DUPLICATE_VARIABLE_NAME', message, location);
      }
    }
  }
}

/** The variables that may be there when the state of this name begins: assigned on any way that leads to it. */
export function assignedBefore(states: JsonObject, name: string, isJsonataMachine: boolean): Set<string> {
  const before = new Set([name]);
  for (let size = 0; size < before.size; ) {
    size = before.size;
    for (const [source, state] of Object.entries(states)) {
      if (isObject(state) && waysOf(state).some(({ next }) => before.has(String(next)))) before.add(source);
    }
  }
  const variables = new Set<string>();
  for (const state of Object.values(states)) {
    if (!isObject(state)) continue;
    for (const { next, owner } of waysOf(state)) {
      if (!before.has(String(next))) continue;
      for (const variable of namesIn(owner.Assign, isJsonataIn(state, isJsonataMachine))) variables.add(variable);
    }
  }
  return variables;
}

/** A way out of a state, and the fields that assign on it: a rule's and a catcher's own, else the state's. */
type Way = { readonly next: Json | undefined; readonly owner: JsonObject };

function waysOf(state: JsonObject): Way[] {
  const rules = [...listOf(state.Choices), ...listOf(state.Catch)];
  const own = [state.Next, state.Type === 'Choice' ? state.Default : undefined].filter((next) => next !== undefined);
  return [...own.map((next) => ({ next, owner: state })), ...rules.map((owner) => ({ next: owner.Next, owner }))];
}

function assignedBy(state: JsonObject, at: string, isJsonataMachine: boolean): [variable: string, location: string][] {
  const isJsonata = isJsonataIn(state, isJsonataMachine);
  const owners: [JsonObject, string][] = [
    [state, at],
    ...listOf(state.Choices).map((rule, index): [JsonObject, string] => [rule, `${at}/Choices[${index}]`]),
    ...listOf(state.Catch).map((rule, index): [JsonObject, string] => [rule, `${at}/Catch[${index}]`]),
  ];
  return owners.flatMap(([owner, location]) =>
    namesIn(owner.Assign, isJsonata).map((variable): [string, string] => [variable, `${location}/Assign/${variable}`]),
  );
}

function namesIn(assign: Json | undefined, isJsonata: boolean): string[] {
  const names = isObject(assign) ? Object.keys(assign) : [];
  return isJsonata ? names : names.map((name) => name.replace(/\.\$$/, ''));
}

function listOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
