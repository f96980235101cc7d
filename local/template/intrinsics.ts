import { isMembers, listOf, type Members, numberOf, saysYes, textOf } from './reading.ts';
import { TemplateFault } from './template-fault.ts';

/** What intrinsic functions ask for while they are resolved. */
export type Scope = {
  /** What `Ref` gives for a parameter, pseudo parameter or resource. */
  ref(name: string): unknown;
  /** What `Fn::GetAtt` gives. */
  attribute(logicalId: string, attribute: string): unknown;
  readonly mappings: Members;
  readonly conditions: Members;
};

/** Stands for `AWS::NoValue`: whoever holds it drops the member. */
export const noValue: unique symbol = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/**
 * The value with its intrinsic functions replaced by what they give.
 *
 * Imitates https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 * Left out, and refused by name: Fn::ImportValue, Fn::GetAZs, Fn::Cidr, Fn::Transform and the language extensions.
 */
export function resolved(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, scope)).filter((item) => item !== noValue);
  if (!isMembers(value)) return value;
  const names = Object.keys(value);
  const [only] = names;
  if (names.length === 1 && only !== undefined && (only === 'Ref' || only === 'Condition' || only.startsWith('Fn::'))) {
    const intrinsic = intrinsics[only];
    // `Condition` is also an ordinary member (IAM statements): only its text form is the function.
    if (intrinsic !== undefined && !(only === 'Condition' && typeof value[only] !== 'string')) {
      return intrinsic(value[only], scope);
    }
    if (only.startsWith('Fn::')) throw new TemplateFault(`${only} is not supported by the local cloud`);
  }
  const members: Record<string, unknown> = {};
  for (const name of names) {
    const member = resolved(value[name], scope);
    if (member !== noValue) members[name] = member;
  }
  return members;
}

/** Whether the named condition of the template holds. */
export function conditionHolds(name: string, scope: Scope): boolean {
  if (!(name in scope.conditions)) throw new TemplateFault(`condition ${name} is not defined in the template`);
  return resolved(scope.conditions[name], scope) === true;
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.ref(expectText(name, 'Ref')),
  Condition: (name, scope) => conditionHolds(expectText(name, 'Condition'), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...path] = typeof argument === 'string' ? argument.split('.') : listOf(argument);
    const attribute = path.map((part) => expectText(resolved(part, scope), 'Fn::GetAtt')).join('.');
    return scope.attribute(expectText(logicalId, 'Fn::GetAtt'), attribute);
  },
  'Fn::Sub': (argument, scope) => {
    const [text, values] = typeof argument === 'string' ? [argument, {}] : listOf(argument);
    return substituted(expectText(text, 'Fn::Sub'), isMembers(values) ? values : {}, scope);
  },
  'Fn::Join': (argument, scope) => {
    const [delimiter, items] = listOf(argument);
    const list = expectList(resolved(items, scope), 'Fn::Join');
    return list.map((item) => expectText(item, 'Fn::Join')).join(expectText(delimiter, 'Fn::Join'));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = listOf(argument);
    const at = numberOf(resolved(index, scope));
    const list = expectList(resolved(items, scope), 'Fn::Select');
    if (at === undefined || !(at in list)) {
      throw new TemplateFault(`Fn::Select wants item ${String(at)} of a list of ${list.length}`);
    }
    return list[at];
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, text] = listOf(argument);
    return expectText(resolved(text, scope), 'Fn::Split').split(expectText(delimiter, 'Fn::Split'));
  },
  'Fn::Base64': (text, scope) => Buffer.from(expectText(resolved(text, scope), 'Fn::Base64')).toString('base64'),
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = listOf(argument).map((part) => expectText(resolved(part, scope), 'Fn::FindInMap'));
    const row = map === undefined ? undefined : scope.mappings[map];
    const column = isMembers(row) && first !== undefined ? row[first] : undefined;
    const value = isMembers(column) && second !== undefined ? column[second] : undefined;
    if (value === undefined) throw new TemplateFault(`Fn::FindInMap finds nothing at ${map}/${first}/${second}`);
    return value;
  },
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = listOf(argument);
    return resolved(conditionHolds(expectText(condition, 'Fn::If'), scope) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = listOf(argument).map((side) => resolved(side, scope));
    return textOf(left) !== undefined && textOf(right) !== undefined
      ? textOf(left) === textOf(right)
      : JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::And': (argument, scope) => listOf(argument).every((part) => saysYes(resolved(part, scope))),
  'Fn::Or': (argument, scope) => listOf(argument).some((part) => saysYes(resolved(part, scope))),
  'Fn::Not': (argument, scope) => !saysYes(resolved(listOf(argument)[0], scope)),
};

/** Fills `${Name}`, `${LogicalId.Attribute}` and, of the form with values, `${Key}`; `${!Name}` stays as `${Name}`. */
function substituted(text: string, values: Members, scope: Scope): string {
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_all, literal: string, inner: string) => {
    if (literal === '!') return `\${${inner}}`;
    const name = inner.trim();
    if (name in values) return expectText(resolved(values[name], scope), 'Fn::Sub');
    const dot = name.indexOf('.');
    const value = dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1));
    return expectText(value, 'Fn::Sub');
  });
}

function expectText(value: unknown, intrinsic: string): string {
  const text = textOf(value);
  if (text === undefined) throw new TemplateFault(`${intrinsic} wants a text, found ${JSON.stringify(value)}`);
  return text;
}

function expectList(value: unknown, intrinsic: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TemplateFault(`${intrinsic} wants a list, found ${JSON.stringify(value)}`);
  return value;
}
