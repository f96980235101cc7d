/** A function as a request names it, and the version or alias asked for. */
export type FunctionName = { readonly name: string; readonly qualifier: string | undefined };

/**
 * Reads a function's name, partial ARN (`000000000000:function:name`) or ARN, each with or without a qualifier.
 *
 * @source Lambda API Reference, "Invoke", FunctionName
 */
export function functionName(given: string): FunctionName {
  const parts = given.split(':');
  const at = parts.indexOf('function');
  const [name = given, qualifier] = at === -1 ? parts : parts.slice(at + 1);
  return { name, qualifier };
}
