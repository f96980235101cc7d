import type { Json } from '../json.ts';
import { RuntimeError } from '../state-error.ts';
import { callIntrinsic, IntrinsicError, isIntrinsic } from './intrinsic-functions.ts';
import { follow, NoSuchPath, type Path, readSteps } from './jsonpath.ts';
import { BadFilter } from './jsonpath-filter.ts';
import type { Scene } from './scene.ts';
import type { Template } from './template.ts';

/**
 * What a member `name.$` or a …Path field of a JSONPath state may hold: `$.path`, `$$.path`, `$variable.path`, or a call
 * of an intrinsic function.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
type Expression =
  | { readonly kind: 'path'; readonly text: string; readonly root: 'input' | 'context' | string; readonly path: Path }
  | { readonly kind: 'call'; readonly name: string; readonly text: string; readonly parts: readonly Expression[] }
  | { readonly kind: 'value'; readonly value: Json };

const expressions = new Map<string, Expression>();

/** The member's expression as a template; read when first evaluated, so that a bad one fails where it stands. */
export function compilePathExpression(text: string, member: string): Template {
  return {
    evaluate: (scene) => {
      if (scene.root === null && OF_INPUT.test(text))
        throw new RuntimeError('Unable to apply Path transformation to null or empty input.');
      try {
        return pathValue(text, scene);
      } catch (error) {
        if (!(error instanceof NoResults)) throw error;
        // Here alone AWS takes an item past the end of an array for null.
        if (error.why.isPastEnd) return null;
        const root = error.root === 'context' ? scene.context() : scene.root;
        throw new RuntimeError(
          `The JSONPath '${error.path}' specified for the field '${member}' could not be found in the input '${JSON.stringify(root)}'`,
        );
      }
    },
  };
}

/** A path of the input itself: neither of the context object nor of a variable. */
const OF_INPUT = /^\s*\$(?:[.[]|\s*$)/;

/** A path leads nowhere. */
class NoResults extends RuntimeError {
  readonly path: string;
  readonly root: string;
  readonly why: NoSuchPath;
  constructor(path: string, root: string, why: NoSuchPath) {
    super(`Invalid path '${path}' : ${why.message}`);
    this.path = path;
    this.root = root;
    this.why = why;
  }
}

/** @throws RuntimeError when a path leads nowhere or an intrinsic function cannot do it */
export function pathValue(text: string, scene: Scene): Json {
  let expression = expressions.get(text);
  if (expression === undefined) {
    expression = read(text);
    expressions.set(text, expression);
  }
  return expression.kind === 'call' ? called(expression.text, expression, scene) : evaluated(expression, scene);
}

/** Like `pathValue`, but `undefined` when the path leads nowhere. */
export function pathValueIfAny(text: string, scene: Scene): Json | undefined {
  try {
    return pathValue(text, scene);
  } catch (error) {
    if (error instanceof RuntimeError) return undefined;
    throw error;
  }
}

/** What a call gives; an error, also of a call within it, names the whole. */
function called(whole: string, expression: Expression, scene: Scene): Json {
  try {
    return evaluated(expression, scene);
  } catch (error) {
    if (error instanceof IntrinsicError || error instanceof NoResults)
      throw new RuntimeError(
        `The function '${whole}' had the following error: ${error instanceof NoResults ? missing(error, scene) : error.message}`,
      );
    throw error;
  }
}

/** AWS's words for an argument that leads nowhere: the context object's `$$` is written `$`, the input always shown. */
function missing({ path, root, why }: NoResults, scene: Scene): string {
  if (why.isNoArray) return why.message;
  const shown = root === 'context' ? path.slice(1) : path;
  return `The JsonPath argument for the field '${shown}' could not be found in the input '${JSON.stringify(scene.root)}'`;
}

function evaluated(expression: Expression, scene: Scene): Json {
  if (expression.kind === 'value') return expression.value;
  if (expression.kind === 'call') {
    return callIntrinsic(
      expression.name,
      expression.parts.map((part) => evaluated(part, scene)),
    );
  }
  try {
    return follow(expression.path, rootOf(expression.root, scene));
  } catch (error) {
    if (!(error instanceof NoSuchPath)) throw error;
    throw new NoResults(expression.text, expression.root, error);
  }
}

function rootOf(root: string, scene: Scene): Json {
  if (root === 'input') return scene.root;
  if (root === 'context') return scene.context();
  const value = scene.variables[root.slice(1)];
  if (value === undefined) throw new NoSuchPath(`The variable '${root}' is not assigned`);
  return value;
}

function read(text: string): Expression {
  try {
    const { expression, rest } = readExpression(text.trim());
    if (rest.trim() === '') return expression;
    throw new RuntimeError(`Invalid path '${text}' : unexpected '${rest}'`);
  } catch (error) {
    if (!(error instanceof BadFilter)) throw error;
    throw new RuntimeError(`Invalid path '${text}' : ${error.message}`);
  }
}

function readExpression(text: string): { expression: Expression; rest: string } {
  const root = /^\$(\$|[\p{L}_][\p{L}\p{N}_]*)?/u.exec(text);
  if (root !== null) {
    const { path, rest } = readSteps(text.slice(root[0].length));
    const name = root[1] === undefined ? 'input' : root[1] === '$' ? 'context' : root[0];
    return { expression: { kind: 'path', text: text.slice(0, text.length - rest.length), root: name, path }, rest };
  }
  const call = /^States\.(\w+)\s*\(/.exec(text);
  return call === null ? readLiteral(text) : readCall(call[1] ?? '', text.slice(call[0].length), text);
}

/** Whether the text is a call, and all functions in it exist. */
export function isCall(text: string): boolean {
  try {
    return read(text).kind === 'call';
  } catch (error) {
    if (error instanceof RuntimeError) return false;
    throw error;
  }
}

function readCall(name: string, text: string, whole: string): { expression: Expression; rest: string } {
  if (!isIntrinsic(name)) throw new RuntimeError(`Invalid path '${whole}' : there is no function States.${name}`);
  const parts: Expression[] = [];
  let rest = text.trimStart();
  while (!rest.startsWith(')')) {
    if (rest === '') throw new RuntimeError(`Invalid path '${whole}' : a call without its ')'`);
    const part = readExpression(rest);
    // Format tells its placeholders from escaped braces itself.
    parts.push(name === 'Format' && parts.length === 0 ? part.expression : withoutEscapes(part.expression));
    rest = part.rest.trimStart();
    if (rest.startsWith(')')) break;
    if (!rest.startsWith(',')) throw new RuntimeError(`Invalid path '${whole}' : expected ',' or ')' at '${rest}'`);
    rest = rest.slice(1).trimStart();
    if (rest.startsWith(')')) throw new RuntimeError(`Invalid path '${whole}' : expected an argument at '${rest}'`);
  }
  return {
    expression: { kind: 'call', name, text: whole.slice(0, whole.length - rest.length + 1), parts },
    rest: rest.slice(1),
  };
}

function withoutEscapes(expression: Expression): Expression {
  if (expression.kind !== 'value' || typeof expression.value !== 'string') return expression;
  return { kind: 'value', value: expression.value.replace(/\\([{}\\])/g, '$1') };
}

function readLiteral(text: string): { expression: Expression; rest: string } {
  const string = /^'((?:[^'\\]|\\['{}\\])*)'/.exec(text);
  if (string !== null) {
    const value = (string[1] ?? '').replace(/\\(['\\])/g, (whole, letter: string) => (letter === "'" ? "'" : whole));
    return { expression: { kind: 'value', value }, rest: text.slice(string[0].length) };
  }
  const other = /^(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/.exec(text);
  if (other === null) throw new RuntimeError(`Invalid path '${text}' : neither a path, a value nor a function`);
  const value: Json = JSON.parse(other[0]);
  return { expression: { kind: 'value', value }, rest: text.slice(other[0].length) };
}
