/** A JSON value as states pass it on. Values are shared between states and never changed in place. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [member: string]: Json };

/** 262_144 bytes (256 KiB): AWS's limit for the input and output of a state, task or execution. */
export const LARGEST_PAYLOAD_BYTES = 262_144;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the JSON text is larger than the 256 KiB that AWS carries. */
export function isTooLarge(text: string): boolean {
  return text.length * 3 > LARGEST_PAYLOAD_BYTES && Buffer.byteLength(text) > LARGEST_PAYLOAD_BYTES;
}

/** The value of a JSON text. @throws SyntaxError when it is none */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}

/** The value of a JSON text, or `undefined` when it is none. */
export function tryParseJson(text: string): Json | undefined {
  try {
    return parseJson(text);
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
