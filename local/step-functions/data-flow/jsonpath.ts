import { isObject, type Json } from '../json.ts';
import { type Filter, readFilter } from './jsonpath-filter.ts';

/**
 * JSONPath as Step Functions evaluates it (the dialect of Jayway's library): after the root, steps into the value.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 */
export type Step =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined; readonly by: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'descend' }
  | { readonly kind: 'length' }
  | { readonly kind: 'filter'; readonly filter: Filter };

/** A path's steps; a definite one leads to one value, any other to a list of what it finds. */
export type Path = { readonly steps: readonly Step[]; readonly isDefinite: boolean };

const NAME = /^\.([^\s.[\]()*,'"=!<>&|]+)/;
const PARTS: readonly [RegExp, (match: RegExpExecArray) => Step][] = [
  [/^\.length\(\)/, () => ({ kind: 'length' })],
  [/^\.\.(?=\[)/, () => ({ kind: 'descend' })],
  [/^\.(?=\.)/, () => ({ kind: 'descend' })],
  [/^\.\*/, () => ({ kind: 'all' })],
  [NAME, (match) => ({ kind: 'names', names: [match[1] ?? ''] })],
  [/^\[\s*\*\s*\]/, () => ({ kind: 'all' })],
  [
    /^\[\s*(-?\d*)\s*:\s*(-?\d*)\s*(?::\s*(\d+)\s*)?\]/,
    (match) => ({ kind: 'slice', from: numberOf(match[1]), to: numberOf(match[2]), by: numberOf(match[3]) ?? 1 }),
  ],
  [
    /^\[\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\]/,
    (match) => ({ kind: 'indexes', indexes: (match[1] ?? '').split(',').map(Number) }),
  ],
  [
    /^\[\s*((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:\s*,\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))*)\s*\]/,
    (match) => ({ kind: 'names', names: quoted(match[1] ?? '') }),
  ],
];

/**
 * Reads steps from the front of a text.
 *
 * @returns the path and what follows it
 */
export function readSteps(text: string): { path: Path; rest: string } {
  const steps: Step[] = [];
  let rest = text;
  for (;;) {
    const filter = /^\[\s*\?\s*\(/.exec(rest);
    if (filter !== null) {
      const read = readFilter(rest.slice(filter[0].length));
      steps.push({ kind: 'filter', filter: read.filter });
      rest = read.rest.replace(/^\s*\]/, '');
      continue;
    }
    const found = PARTS.map(([pattern, make]) => ({ match: pattern.exec(rest), make })).find(
      ({ match }) => match !== null,
    );
    if (found === undefined || found.match === null) break;
    steps.push(found.make(found.match));
    rest = rest.slice(found.match[0].length);
  }
  return { path: { steps, isDefinite: steps.every(isDefinite) }, rest };
}

function isDefinite(step: Step): boolean {
  if (step.kind === 'names') return step.names.length === 1;
  return step.kind === 'indexes' ? step.indexes.length === 1 : step.kind === 'length';
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

function quoted(list: string): string[] {
  return [...list.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map((match) =>
    (match[1] ?? match[2] ?? '').replace(/\\(.)/g, '$1'),
  );
}

/** A definite path leads nowhere; the message is AWS's. */
export class NoSuchPath extends Error {
  override readonly name = 'NoSuchPath';
  /** It ends at an item past the end of an array. */
  readonly isPastEnd: boolean;
  /** It wants an item of what is no array. */
  readonly isNoArray: boolean;
  constructor(message: string, why: { isPastEnd?: boolean; isNoArray?: boolean } = {}) {
    super(message);
    this.isPastEnd = why.isPastEnd === true;
    this.isNoArray = why.isNoArray === true;
  }
}

/**
 * What a path leads to.
 *
 * @throws NoSuchPath when a definite path leads nowhere
 */
export function follow(path: Path, root: Json): Json {
  if (!path.isDefinite) return found(path.steps, root);
  let value: Json = root;
  let walked = '$';
  for (const [at, step] of path.steps.entries()) {
    const [next] = taken(step, value, root);
    if (next === undefined) throw nowhere(path, at, value, walked);
    value = next;
    walked += labelOf(step);
  }
  return value;
}

function found(steps: readonly Step[], root: Json): Json[] {
  let values: Json[] = [root];
  for (const [at, step] of steps.entries()) {
    const before = steps[at - 1]?.kind;
    // All values below are there already: those in a list would be found a second time through it.
    if (before === 'descend' && step.kind === 'filter') values = values.filter((value) => !Array.isArray(value));
    values = values.flatMap((value) => taken(step, value, root));
  }
  return values;
}

/** Why the step leads nowhere from the value, in the words of the library that AWS uses. */
function nowhere(path: Path, at: number, value: Json, walked: string): NoSuchPath {
  const step = path.steps[at];
  const label = step === undefined ? '' : labelOf(step);
  const isLast = at === path.steps.length - 1;
  if (step?.kind === 'indexes' && !Array.isArray(value)) {
    const why = `Filter: ${label} can only be applied to arrays. Current context is: ${JSON.stringify(value)}`;
    return new NoSuchPath(why, { isNoArray: true });
  }
  if (isLast || step?.kind === 'indexes') {
    const whole = path.steps.slice(at).map(labelOf).join('');
    return new NoSuchPath(`No results for path: ${walked}${whole}`, { isPastEnd: isLast && step?.kind === 'indexes' });
  }
  return new NoSuchPath(`Missing property in path ${walked}${label}`);
}

function labelOf(step: Step): string {
  if (step.kind === 'names') return step.names.map((name) => `['${name}']`).join('');
  return step.kind === 'indexes' ? `[${step.indexes.join(',')}]` : '.length()';
}

function taken(step: Step, value: Json, root: Json): Json[] {
  switch (step.kind) {
    case 'names':
      return isObject(value)
        ? step.names.flatMap((name) => (Object.hasOwn(value, name) ? [value[name] ?? null] : []))
        : [];
    case 'indexes':
      return Array.isArray(value)
        ? step.indexes.flatMap((index) => value.slice(index, index === -1 ? undefined : index + 1))
        : [];
    case 'slice':
      return Array.isArray(value) ? value.slice(step.from, step.to).filter((_, index) => index % step.by === 0) : [];
    case 'all':
      return isObject(value) ? Object.values(value) : Array.isArray(value) ? [...value] : [];
    case 'descend':
      return descendants(value);
    case 'length':
      return Array.isArray(value) || typeof value === 'string'
        ? [value.length]
        : isObject(value)
          ? [Object.keys(value).length]
          : [];
    case 'filter':
      return (Array.isArray(value) ? [...value] : isObject(value) ? [value] : []).filter((item) =>
        step.filter(item, root),
      );
  }
}

function descendants(value: Json): Json[] {
  const under = isObject(value) ? Object.values(value) : Array.isArray(value) ? value : [];
  return [value, ...under.flatMap(descendants)];
}
