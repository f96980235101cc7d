/** A JSON value as states pass it on. Values are shared between states and never changed in place. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [member: string]: Json };

/** 262_144 bytes (256 KiB): AWS's limit for the input and output of a state, task or execution. */
export const LARGEST_PAYLOAD_BYTES = 262_144;

/** 1_000: the parser behind AWS goes no deeper; far deeper, writing the value again would break the stack. */
const DEEPEST = 1_000;

/** That parser's words for a text that is deeper. */
export const TOO_DEEP = `Document nesting depth (${DEEPEST + 1}) exceeds the maximum allowed (${DEEPEST}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the JSON text is larger than the 256 KiB that AWS carries. */
export function isTooLarge(text: string): boolean {
  return text.length * 3 > LARGEST_PAYLOAD_BYTES && Buffer.byteLength(text) > LARGEST_PAYLOAD_BYTES;
}

/** Whether arrays and objects lie within each other more than 1,000 deep in the JSON text. */
export function isTooDeep(text: string): boolean {
  // Each of them takes two characters at the least.
  if (text.length <= 2 * DEEPEST) return false;
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** The value of a JSON text of our own. @throws SyntaxError when it is none */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}

/** The value of a JSON text from outside. @throws SyntaxError when it is none, or too deep */
export function parseForeignJson(text: string): Json {
  if (isTooDeep(text)) throw new SyntaxError(TOO_DEEP);
  return parseJson(text);
}

/** The same, or `undefined` when it is none. */
export function tryParseJson(text: string): Json | undefined {
  try {
    return parseForeignJson(text);
  } catch {
    return undefined;
  }
}

/** The name AWS's messages use for the type of a value. */
export function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

/** Whether two JSON values are equal, whatever the order of members. */
export function isEqual(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? null));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const members = Object.keys(a);
  if (members.length !== Object.keys(b).length) return false;
  return members.every((member) => Object.hasOwn(b, member) && isEqual(a[member] ?? null, b[member] ?? null));
}
