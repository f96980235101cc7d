/** Why the demo cannot run, in one line for whoever started it: the value, what was expected, the next step. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

const LONGEST_LINE = 160;

/** A refusal or any other fault as one line of at most 160 characters. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = `demo: ${text.replaceAll(/\s+/g, ' ')}`;
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
}
