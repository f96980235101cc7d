import { AwsError } from '#local/wire/aws-error.ts';

/** Members by name, of unknown kinds: a resource's properties, an operation's input, a parsed JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** Whether the value is an object with members (no list, not null). */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value's members; none for what is not an object. */
export function membersOf(value: unknown): Members {
  return isMembers(value) ? value : {};
}

/** The value as a list; empty for what is not a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts of a list; CloudFormation also writes numbers where texts are meant. */
export function textsOf(value: unknown): string[] {
  return listOf(value).flatMap((item) => textOf(item) ?? []);
}

/** The value as text: texts as they are, numbers and booleans spelt out as CloudFormation does, else `undefined`. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The value as a number, also when it is spelt out; `undefined` for anything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** Whether the value says yes: `true` or `'true'`. */
export function saysYes(value: unknown): boolean {
  return value === true || value === 'true';
}

/**
 * A member of an operation's input that must be there, as text.
 *
 * @throws AwsError `ValidationException` (or the error named) saying which member is missing
 */
export function needText(input: Members, name: string, errorName = 'ValidationException'): string {
  const text = textOf(input[name]);
  if (text === undefined || text === '')
    throw new AwsError(errorName, `The request must contain the parameter ${name}.`);
  return text;
}

/** Parses JSON that must be an object; `undefined` when it is not. */
export function parsedMembers(json: string): Members | undefined {
  const value = parsedJson(json);
  return isMembers(value) ? value : undefined;
}

/** Parses JSON; `undefined` when it is none. */
export function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
