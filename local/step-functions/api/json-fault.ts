import { isTooDeep, TOO_DEEP } from '../json.ts';

/**
 * What is wrong with a text that is no JSON, in the words of Jackson, the parser behind AWS's messages. Where Jackson would
 * name a place in the text, no place is named.
 *
 * Seen in answers of StartExecution: `Invalid State Machine Execution Input: 'Unexpected character ('R' (code 82)): was
 * expecting comma to separate Object entries'`
 */
export function jsonFault(text: string): string {
  if (isTooDeep(text)) return TOO_DEEP;
  try {
    const scan = new Scan(text);
    scan.value();
    scan.end();
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
  return 'Unexpected content';
}

class Fault extends Error {}

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const WORDS = new Set(['true', 'false', 'null']);
const CLOSERS = { Object: '}', Array: ']' } as const;

/** Reads as far as the text is JSON; throws the first fault. */
class Scan {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): void {
    const first = this.#next();
    if (first === '{') this.#entries('Object', () => this.#member());
    else if (first === '[') this.#entries('Array', () => this.value());
    else if (first === '"') this.#string();
    else if (/[-\d]/.test(first)) this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y, 'Invalid numeric value');
    else this.#word(first);
  }

  end(): void {
    if (this.#text.slice(this.#at).trim() !== '') throw new Fault(`Unexpected character (${named(this.#next())})`);
  }

  #entries(kind: keyof typeof CLOSERS, entry: () => void): void {
    this.#at += 1;
    if (this.#next() === CLOSERS[kind]) {
      this.#at += 1;
      return;
    }
    for (;;) {
      entry();
      const after = this.#next();
      if (after !== ',' && after !== CLOSERS[kind]) this.#unexpected(`was expecting comma to separate ${kind} entries`);
      this.#at += 1;
      if (after !== ',') return;
    }
  }

  #member(): void {
    if (this.#next() !== '"') this.#unexpected('was expecting double-quote to start field name');
    this.#string();
    if (this.#next() !== ':') this.#unexpected('was expecting a colon to separate field name and value');
    this.#at += 1;
    this.value();
  }

  #string(): void {
    const end = 'Unexpected end-of-input: was expecting closing quote for a string value';
    this.#match(/"(?:[^"\\]|\\.)*"/sy, end);
  }

  #word(first: string): void {
    const word = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
    word.lastIndex = this.#at;
    const [token] = word.exec(this.#text) ?? [];
    if (token === undefined) this.#unexpected(`expected a valid value ${VALUES}`, first);
    else if (!WORDS.has(token)) throw new Fault(`Unrecognized token '${token}': was expecting ${VALUES}`);
    else this.#at += token.length;
  }

  #match(pattern: RegExp, fault: string): void {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found === undefined) throw new Fault(fault);
    this.#at += found.length;
  }

  /** The next character that is no white space, which stays the next. */
  #next(): string {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
    const next = this.#text.charAt(this.#at);
    if (next !== '') return next;
    throw new Fault(this.#text.trim() === '' ? 'No content to map due to end-of-input' : 'Unexpected end-of-input');
  }

  #unexpected(why: string, character = this.#next()): never {
    throw new Fault(`Unexpected character (${named(character)}): ${why}`);
  }
}

function named(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 32) return `(CTRL-CHAR, code ${code})`;
  return `'${character}' (code ${code}${code > 255 ? ` / 0x${code.toString(16)}` : ''})`;
}
