import { compileTemplate, type Template } from '../data-flow/template.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';

/**
 * A state machine definition, read once into what the engine runs.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html and
 * https://states-language.net/spec.html. That it is valid was checked before (check.ts).
 */
export type Machine = { readonly text: string; readonly body: Body; readonly timeoutSeconds: number | undefined };

/** A set of states with a start: the machine itself, a branch of a Parallel state, the processor of a Map state. */
export type Body = {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  readonly fields: JsonObject;
  readonly isJsonata: boolean;
};

export const STATE_TYPES = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'] as const;
export type StateType = (typeof STATE_TYPES)[number];

export type State = {
  readonly name: string;
  readonly type: StateType;
  readonly isJsonata: boolean;
  readonly fields: JsonObject;
  readonly next: string | undefined;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  readonly bodies: readonly Body[];
  readonly choices: readonly ChoiceRule[];
  /** Of `Assign`, `Output`, `Arguments`, `Parameters`, `ResultSelector` … by field name, those that are there. */
  readonly templates: ReadonlyMap<string, Template>;
};

export type Retrier = {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly hasFullJitter: boolean;
};

/** Where to go on, and what to assign and give on, when an error is caught. */
export type Catcher = Outlet & { readonly errorEquals: readonly string[]; readonly next: string };
/** A rule of a Choice state; `fields` hold the comparison. */
export type ChoiceRule = Outlet & { readonly next: string; readonly condition: Template | undefined };
/** The fields by which a transition assigns variables and forms its output. */
export type Outlet = { readonly fields: JsonObject; readonly templates: ReadonlyMap<string, Template> };

const machines = new Map<string, WeakRef<Machine>>();

/** Reads a definition; the same text gives the same machine as long as someone holds it. */
export function readMachine(text: string): Machine {
  const known = machines.get(text)?.deref();
  if (known !== undefined) return known;
  const definition = parseJson(text);
  if (!isObject(definition)) throw new Error('a definition is a JSON object');
  const machine = {
    text,
    body: readBody(definition, definition.QueryLanguage === 'JSONata'),
    timeoutSeconds: numberOf(definition.TimeoutSeconds),
  };
  machines.set(text, new WeakRef(machine));
  return machine;
}

function readBody(fields: JsonObject, isJsonata: boolean): Body {
  const states = new Map<string, State>();
  for (const [name, state] of Object.entries(isObject(fields.States) ? fields.States : {})) {
    if (isObject(state)) states.set(name, readState(name, state, isJsonata));
  }
  return { startAt: String(fields.StartAt), states, fields, isJsonata };
}

const TEMPLATE_FIELDS = [
  'Arguments',
  'Output',
  'Assign',
  'Parameters',
  'ResultSelector',
  'ItemSelector',
  'Items',
  'Credentials',
] as const;
/** In a JSONata state these may be expressions too. */
const EXPRESSION_FIELDS = [
  'Seconds',
  'Timestamp',
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'Error',
  'Cause',
  'MaxConcurrency',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
] as const;

function readState(name: string, fields: JsonObject, inherited: boolean): State {
  const isJsonata = fields.QueryLanguage === undefined ? inherited : fields.QueryLanguage === 'JSONata';
  const templates = readTemplates(fields, isJsonata);
  for (const [field, nested] of [
    ['ItemReader', ['Arguments', 'Parameters']],
    ['ItemReader/ReaderConfig', ['MaxItems']],
    ['ItemBatcher', ['BatchInput', 'MaxItemsPerBatch', 'MaxInputBytesPerBatch']],
  ] as const) {
    const holder = field
      .split('/')
      .reduce<Json | undefined>((outer, name) => (isObject(outer) ? outer[name] : undefined), fields);
    if (!isObject(holder)) continue;
    for (const member of nested) {
      const value = holder[member];
      if (value !== undefined)
        templates.set(`${field}/${member}`, compileTemplate(value, `${field}/${member}`, isJsonata));
    }
  }
  return {
    name,
    type: STATE_TYPES.find((type) => type === fields.Type) ?? 'Pass',
    isJsonata,
    fields,
    next: typeof fields.Next === 'string' ? fields.Next : undefined,
    retriers: listOf(fields.Retry).map(readRetrier),
    catchers: listOf(fields.Catch).map((catcher, index) => ({
      errorEquals: stringsOf(catcher.ErrorEquals),
      next: String(catcher.Next),
      fields: catcher,
      templates: readTemplates(catcher, isJsonata, `Catch[${index}]/`),
    })),
    bodies: readBodies(fields, inherited),
    choices: listOf(fields.Choices).map((rule, index) => ({
      next: String(rule.Next),
      fields: rule,
      templates: readTemplates(rule, isJsonata, `Choices[${index}]/`),
      condition:
        rule.Condition === undefined ? undefined : compileTemplate(rule.Condition, `Choices[${index}]/Condition`, true),
    })),
    templates,
  };
}

/** @param within where in the state the fields are, as AWS's messages name it: `Catch[0]/` */
function readTemplates(fields: JsonObject, isJsonata: boolean, within = ''): Map<string, Template> {
  const templates = new Map<string, Template>();
  for (const field of isJsonata ? [...TEMPLATE_FIELDS, ...EXPRESSION_FIELDS] : TEMPLATE_FIELDS) {
    const value = fields[field];
    if (value !== undefined) templates.set(field, compileTemplate(value, `${within}${field}`, isJsonata));
  }
  return templates;
}

function readBodies(fields: JsonObject, inherited: boolean): Body[] {
  const language = (body: JsonObject): boolean =>
    body.QueryLanguage === undefined ? inherited : body.QueryLanguage === 'JSONata';
  if (fields.Type === 'Parallel') return listOf(fields.Branches).map((branch) => readBody(branch, language(branch)));
  const processor = fields.ItemProcessor ?? fields.Iterator;
  return isObject(processor) ? [readBody(processor, language(processor))] : [];
}

function readRetrier(fields: JsonObject): Retrier {
  return {
    errorEquals: stringsOf(fields.ErrorEquals),
    intervalSeconds: numberOf(fields.IntervalSeconds) ?? 1,
    maxAttempts: numberOf(fields.MaxAttempts) ?? 3,
    backoffRate: numberOf(fields.BackoffRate) ?? 2,
    maxDelaySeconds: numberOf(fields.MaxDelaySeconds),
    hasFullJitter: fields.JitterStrategy === 'FULL',
  };
}

function listOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function stringsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
