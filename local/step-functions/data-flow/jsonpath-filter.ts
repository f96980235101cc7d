import { isEqual, type Json } from '../json.ts';
import { follow, NoSuchPath, readSteps } from './jsonpath.ts';

/**
 * Whether an item passes `[?(…)]`.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html; leaves out functions in filters.
 */
export type Filter = (item: Json, root: Json) => boolean;
type Operand = (item: Json, root: Json) => Json | undefined;
type Read<What> = { readonly what: What; readonly rest: string };

/** What should be a filter is none. */
export class BadFilter extends Error {
  override readonly name = 'BadFilter';
}

/** Reads a filter up to and including its closing parenthesis. @throws BadFilter when it is none */
export function readFilter(text: string): { filter: Filter; rest: string } {
  const { what, rest } = readAny(text);
  const closed = /^\s*\)/.exec(rest);
  if (closed === null) throw new BadFilter(`a filter without its ')' at '${rest}'`);
  return { filter: what, rest: rest.slice(closed[0].length) };
}

function readAny(text: string): Read<Filter> {
  return readChain(text, /^\s*\|\|/, readAll, (a, b) => (item, root) => a(item, root) || b(item, root));
}

function readAll(text: string): Read<Filter> {
  return readChain(text, /^\s*&&/, readOne, (a, b) => (item, root) => a(item, root) && b(item, root));
}

function readChain(
  text: string,
  joint: RegExp,
  read: (text: string) => Read<Filter>,
  join: (a: Filter, b: Filter) => Filter,
): Read<Filter> {
  let { what, rest } = read(text);
  for (let match = joint.exec(rest); match !== null; match = joint.exec(rest)) {
    const next = read(rest.slice(match[0].length));
    what = join(what, next.what);
    rest = next.rest;
  }
  return { what, rest };
}

function readOne(text: string): Read<Filter> {
  const trimmed = text.trimStart();
  if (trimmed.startsWith('!')) {
    const { what, rest } = readOne(trimmed.slice(1));
    return { what: (item, root) => !what(item, root), rest };
  }
  if (trimmed.startsWith('(')) {
    const { filter, rest } = readFilter(trimmed.slice(1));
    return { what: filter, rest };
  }
  const left = readOperand(trimmed);
  const operator = /^\s*(==|!=|<=|>=|<|>|=~|(?:in|nin|subsetof|anyof|noneof|contains|size|empty)\b)/.exec(left.rest);
  // Null counts as not there.
  if (operator === null) return { what: (item, root) => (left.what(item, root) ?? null) !== null, rest: left.rest };
  const afterwards = left.rest.slice(operator[0].length);
  if (operator[1] === '=~') return readPattern(left.what, afterwards);
  const right = readOperand(afterwards.trimStart());
  const compare = COMPARISONS[operator[1] ?? ''];
  return { what: (item, root) => compare?.(left.what(item, root), right.what(item, root)) ?? false, rest: right.rest };
}

function readPattern(left: Operand, text: string): Read<Filter> {
  const match = /^\s*\/((?:[^/\\]|\\.)*)\/([a-z]*)/.exec(text);
  if (match === null) throw new BadFilter(`expected /pattern/ at '${text}'`);
  const pattern = new RegExp(`^(?:${match[1]})$`, match[2]);
  const what: Filter = (item, root) => {
    const value = left(item, root);
    return typeof value === 'string' && pattern.test(value);
  };
  return { what, rest: text.slice(match[0].length) };
}

const COMPARISONS: Readonly<Record<string, (a: Json | undefined, b: Json | undefined) => boolean>> = {
  '==': equals,
  '!=': (a, b) => !equals(a, b),
  '<': (a, b) => order(a, b, (sign) => sign < 0),
  '<=': (a, b) => order(a, b, (sign) => sign <= 0),
  '>': (a, b) => order(a, b, (sign) => sign > 0),
  '>=': (a, b) => order(a, b, (sign) => sign >= 0),
  in: (a, b) => Array.isArray(b) && isIn(a, b),
  nin: (a, b) => !Array.isArray(b) || !isIn(a, b),
  subsetof: (a, b) => Array.isArray(a) && Array.isArray(b) && a.every((item) => isIn(item, b)),
  anyof: (a, b) => Array.isArray(a) && Array.isArray(b) && a.some((item) => isIn(item, b)),
  noneof: (a, b) => Array.isArray(a) && Array.isArray(b) && !a.some((item) => isIn(item, b)),
  contains: (a, b) => (typeof a === 'string' ? typeof b === 'string' && a.includes(b) : Array.isArray(a) && isIn(b, a)),
  size: (a, b) => sizeOf(a) === b,
  empty: (a, b) => sizeOf(a) !== undefined && (sizeOf(a) === 0) === b,
};

/** A number and the text of a number are equal, as the library has it. */
function equals(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (typeof a === 'number' && typeof b === 'string') return b.trim() !== '' && Number(b) === a;
  if (typeof a === 'string' && typeof b === 'number') return a === String(b);
  return isEqual(a, b);
}

function isIn(value: Json | undefined, list: readonly Json[]): boolean {
  return list.some((item) => equals(value, item));
}

function sizeOf(value: Json | undefined): number | undefined {
  return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
}

function order(a: Json | undefined, b: Json | undefined, fits: (sign: number) => boolean): boolean {
  if (typeof a === 'number' && typeof b === 'number') return fits(a - b);
  if (typeof a === 'string' && typeof b === 'string') return fits(a < b ? -1 : a > b ? 1 : 0);
  return false;
}

function readOperand(text: string): Read<Operand> {
  if (text.startsWith('@') || text.startsWith('$')) {
    const { path, rest } = readSteps(text.slice(1));
    const isRoot = text.startsWith('$');
    const what: Operand = (item, root) => {
      try {
        return follow(path, isRoot ? root : item);
      } catch (error) {
        if (error instanceof NoSuchPath) return undefined;
        throw error;
      }
    };
    return { what, rest };
  }
  const literal =
    /^(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(\[[^\]]*\]))/.exec(
      text,
    );
  if (literal === null) throw new BadFilter(`expected a path or value at '${text}'`);
  const string = literal[1] ?? literal[2];
  const value: Json =
    string === undefined
      ? JSON.parse((literal[3] ?? literal[4] ?? '').replaceAll("'", '"'))
      : string.replace(/\\(.)/g, '$1');
  return { what: () => value, rest: text.slice(literal[0].length) };
}
