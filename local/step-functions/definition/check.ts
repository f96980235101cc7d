import { AwsError } from '../../wire/aws-error.ts';
import { isObject, type Json, type JsonObject, parseForeignJson } from '../json.ts';
import { checkFields } from './fields.ts';
import { type Found, SCHEMA } from './found.ts';
import { checkLanguage, checkLanguageValue, isJsonataIn } from './language.ts';
import { assignedBefore, checkAssigned } from './variables.ts';

/**
 * Whether a definition is a state machine, in AWS's own codes and words where they are known.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html. Leaves
 * out warnings about what is only unwise. npm's asl-validator is not used here: it takes 100 ms for a definition and
 * refuses valid ones; a test holds both against each other.
 */
export type Diagnostic = {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  readonly location?: string;
};

/** 1_048_576 bytes (1 MiB): AWS's limit for a definition. */
const LARGEST_DEFINITION_BYTES = 1_048_576;

/** The definition as it was given. @throws AwsError InvalidDefinition that names every fault */
export function checkDefinition(text: string): string {
  const faults = diagnosticsOf(text).filter(({ severity }) => severity === 'ERROR');
  if (faults.length === 0) return text;
  const told = faults.map(
    ({ code, message, location }) =>
      // A fault that lies nowhere is told at null, but for text that is no JSON.
      `${code}: ${message}${code === 'INVALID_JSON_DESCRIPTION' ? '' : ` at ${location ?? 'null'}`}`,
  );
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${told.join(', ')}'`);
}

/** Everything that is wrong with a definition. */
export function diagnosticsOf(text: string): Diagnostic[] {
  if (Buffer.byteLength(text) > LARGEST_DEFINITION_BYTES) {
    return [{ severity: 'ERROR', code: SCHEMA, message: 'Definition is longer than 1048576 bytes' }];
  }
  let definition: Json;
  try {
    definition = parseForeignJson(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message }];
  }
  if (!isObject(definition)) {
    return [{ severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message: 'The definition must be a JSON object' }];
  }
  const diagnostics: Diagnostic[] = [];
  const found: Found = (code, message, location) =>
    diagnostics.push({ severity: 'ERROR', code, message, ...(location === undefined ? {} : { location }) });
  checkLanguageValue(definition, '', found);
  checkBody(definition, '', { isJsonata: isJsonataIn(definition, false), names: new Set(), outer: new Set() }, found);
  const { Version } = definition;
  if (Version !== undefined && Version !== '1.0')
    found(SCHEMA, 'Value should be one of the following: [1.0]', '/Version');
  return diagnostics;
}

/** What a body has from around it: the machine's language, the names of all states so far, the variables of outer scopes. */
type Around = { readonly isJsonata: boolean; readonly names: Set<string>; readonly outer: ReadonlySet<string> };

function checkBody(body: JsonObject, at: string, around: Around, found: Found): void {
  const missing = ['StartAt', 'States'].filter((field) => body[field] === undefined);
  if (missing.length > 0) found(SCHEMA, `These fields are required: [${missing.join(', ')}]`, at || '/');
  const { StartAt, States } = body;
  if (States === undefined) return;
  if (!isObject(States)) {
    found(SCHEMA, 'States must be an object with at least one state', `${at}/States`);
    return;
  }
  if (Object.keys(States).length === 0) found(SCHEMA, 'Value cannot be empty', `${at}/States`);
  if (typeof StartAt === 'string' && !Object.hasOwn(States, StartAt)) {
    found('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${StartAt}`, `${at}/StartAt`);
  }
  for (const [name, state] of Object.entries(States)) {
    const location = `${at}/States/${name}`;
    if (name.length > 80) {
      const excess = `Invalid State name: ${name} exceeds the 80-character limit allowed by the service`;
      found('INVALID_STATE_NAME', excess, location);
    }
    if (around.names.has(name)) found('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, location);
    around.names.add(name);
    if (!isObject(state)) found(SCHEMA, 'A state must be an object', location);
    else {
      const before = bodiesOf(state).length === 0 ? [] : assignedBefore(States, name, around.isJsonata);
      checkState(state, location, { ...around, outer: new Set([...around.outer, ...before]) }, found);
    }
  }
  checkAssigned(States, at, around.isJsonata, around.outer, found);
  checkTransitions(StartAt, States, at, found);
}

/** @param around as its bodies have it */
function checkState(state: JsonObject, at: string, around: Around, found: Found): void {
  checkLanguage(state, at, around.isJsonata, found);
  checkFields(state, at, isJsonataIn(state, around.isJsonata), found);
  for (const [field, body] of bodiesOf(state)) {
    const location = `${at}/${field}`;
    if (body.QueryLanguage !== undefined) found(SCHEMA, "Field 'QueryLanguage' is not supported", location);
    checkBody(body, location, around, found);
  }
}

function bodiesOf(state: JsonObject): [field: string, body: JsonObject][] {
  if (state.Type === 'Parallel' && Array.isArray(state.Branches)) {
    return state.Branches.flatMap((branch, index) => (isObject(branch) ? [[`Branches[${index}]`, branch]] : []));
  }
  if (state.Type !== 'Map') return [];
  return ['ItemProcessor', 'Iterator'].flatMap((field): [string, JsonObject][] => {
    const body = state[field];
    return isObject(body) ? [[field, body]] : [];
  });
}

/** Every target exists, something leads to every state, and some state ends. */
function checkTransitions(startAt: Json | undefined, states: JsonObject, at: string, found: Found): void {
  const targets = new Map<string, string[]>();
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    const named = targetsOf(state, `${at}/States/${name}`);
    for (const [target, location] of named) {
      if (!Object.hasOwn(states, target))
        found('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${target}`, location);
    }
    targets.set(
      name,
      named.map(([target]) => target),
    );
  }
  if (at === '' && !Object.values(states).some(isEnd)) {
    found('MISSING_END_STATE', 'Workflow has no terminal state');
    return;
  }
  // AWS looks only whether some other state leads to it, not whether that one is reached.
  const led = new Set([...targets].flatMap(([name, next]) => next.filter((target) => target !== name)));
  for (const name of startAt === undefined ? [] : targets.keys()) {
    if (name !== startAt && !led.has(name))
      found('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, `${at}/States/${name}`);
  }
}

function isEnd(state: Json): boolean {
  if (!isObject(state) || state.Type === undefined) return false;
  return state.Type === 'Succeed' || state.Type === 'Fail' || state.End === true;
}

function targetsOf(state: JsonObject, at: string): [target: string, location: string][] {
  const rules = (field: string): [Json | undefined, string][] => {
    const list = state[field];
    return Array.isArray(list)
      ? list.map((rule, index) => [isObject(rule) ? rule.Next : undefined, `${at}/${field}[${index}]/Next`])
      : [];
  };
  const named: [Json | undefined, string][] = [
    [state.Next, `${at}/Next`],
    [state.Type === 'Choice' ? state.Default : undefined, `${at}/Default`],
    ...(state.Type === 'Choice' ? rules('Choices') : []),
    ...rules('Catch'),
  ];
  return named.flatMap(([target, location]): [string, string][] =>
    typeof target === 'string' ? [[target, location]] : [],
  );
}
