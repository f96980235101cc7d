import jsonata from 'jsonata';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Found } from './found.ts';

/** Fields of the language that hold text, not expressions, and bodies whose states are judged by themselves. */
const NO_EXPRESSIONS = new Set([
  'Comment',
  'Next',
  'Default',
  'Resource',
  'ErrorEquals',
  'Retry',
  'Credentials',
  'ItemProcessor',
  'Iterator',
  'Branches',
  'CSVHeaders',
]);
/** Fields whose members are the author's own: whatever they are called, they may be expressions. */
const PAYLOADS = new Set(['Output', 'Assign', 'Arguments', 'ItemSelector', 'BatchInput']);
const WITH_RESULT: readonly unknown[] = ['Task', 'Parallel', 'Map'];

/**
 * The expressions of a JSONata state: that they can be parsed, and that they refer to what is there.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html: `$states.result` is only in `Assign`
 * and `Output` of the states that have one, `$states.errorOutput` only in those of a catcher, and there is no `$`, no `$$`
 * and no bare name at the top, since an expression has no context of its own.
 */
export function checkExpressions(state: JsonObject, at: string, found: Found): void {
  for (const [field, value] of Object.entries(state)) {
    const hasResult = (field === 'Assign' || field === 'Output') && WITH_RESULT.includes(state.Type);
    const given = new Set(['input', 'context', ...(hasResult ? ['result'] : [])]);
    if (field !== 'Catch' || !Array.isArray(value)) {
      checkMember(field, value, `${at}/${field}`, { given, isPayload: false }, found);
      continue;
    }
    for (const [index, catcher] of value.entries()) {
      const reach = { given: new Set(['input', 'context', 'errorOutput']), isPayload: false };
      checkValue(catcher, `${at}/Catch[${index}]`, reach, found);
    }
  }
}

/** What an expression may read of `$states`, and whether the members around it are the author's own. */
type Reach = { readonly given: ReadonlySet<string>; readonly isPayload: boolean };

function checkMember(member: string, value: Json, at: string, reach: Reach, found: Found): void {
  if (!reach.isPayload && NO_EXPRESSIONS.has(member)) return;
  checkValue(value, at, { ...reach, isPayload: reach.isPayload || PAYLOADS.has(member) }, found);
}

function checkValue(value: Json, at: string, reach: Reach, found: Found): void {
  if (typeof value === 'string') checkText(value, at, reach.given, found);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(item, `${at}[${index}]`, reach, found);
  } else if (isObject(value)) {
    for (const [member, part] of Object.entries(value)) checkMember(member, part, `${at}/${member}`, reach, found);
  }
}

function checkText(text: string, at: string, given: ReadonlySet<string>, found: Found): void {
  const [isOpened, isClosed] = [text.startsWith('{%'), text.endsWith('%}')];
  if (!isOpened && !isClosed) return;
  const inner = text.slice(2, -2).trim();
  if (isOpened !== isClosed || text.length < 4) {
    found('INVALID_JSONATA_EXPRESSION', 'An expression begins with {% and ends with %}', at);
    return;
  }
  const root = parsed(inner);
  if (typeof root === 'string') {
    found('INVALID_JSONATA_EXPRESSION', root, at);
    return;
  }
  const told = new Set<string>();
  topReferences(root, told);
  for (const field of statesFields(root)) if (!given.has(field)) told.add(`Field '$states.${field}' does not exist.`);
  for (const message of told) found('UNSUPPORTED_JSONATA_EXPRESSION', message, at);
}

/** The tree of the expression, or the parser's words about why there is none. */
function parsed(text: string): Node | string {
  try {
    return nodeOf(jsonata(text).ast()) ?? {};
  } catch (error) {
    return typeof error === 'object' && error !== null ? String(Reflect.get(error, 'message')) : String(error);
  }
}

type Node = Readonly<Record<string, unknown>>;

function nodeOf(value: unknown): Node | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

/** The parts of each kind of node that are evaluated in the context of the node itself. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  unary: ['expressions', 'lhs', 'expression'],
  binary: ['lhs', 'rhs'],
  apply: ['lhs', 'rhs'],
  function: ['procedure', 'arguments'],
  partial: ['procedure', 'arguments'],
  lambda: ['body'],
  condition: ['condition', 'then', 'else'],
  block: ['expressions'],
  bind: ['rhs'],
};

/** Names and context items at the top. Later steps, predicates, orders and groups have the context that a step gave them. */
function topReferences(value: unknown, told: Set<string>): void {
  if (Array.isArray(value)) {
    for (const part of value) topReferences(part, told);
    return;
  }
  const node = nodeOf(value);
  if (node === undefined) return;
  if (node.type === 'path' && Array.isArray(node.steps)) topReferences(node.steps[0], told);
  else if (node.type === 'name') told.add(`Reference to '${String(node.value)}' at the top level is not supported.`);
  else if (node.type === 'variable' && node.value === '$') told.add("Reference to '$$' is not supported.");
  else if (node.type === 'variable' && node.value === '')
    told.add("Reference to '$' at the top level is not supported.");
  else for (const part of PARTS[String(node.type)] ?? []) topReferences(node[part], told);
}

/** The members of `$states` that paths in the tree begin with. */
function statesFields(value: unknown, fields = new Set<string>()): Set<string> {
  if (Array.isArray(value)) {
    for (const part of value) statesFields(part, fields);
    return fields;
  }
  const node = nodeOf(value);
  if (node === undefined) return fields;
  if (node.type === 'path' && Array.isArray(node.steps)) {
    const [first, second] = node.steps.map(nodeOf);
    if (first?.type === 'variable' && first.value === 'states' && second?.type === 'name')
      fields.add(String(second.value));
  }
  for (const part of Object.values(node)) statesFields(part, fields);
  return fields;
}
