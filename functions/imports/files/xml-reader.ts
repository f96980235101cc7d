import { FileRefused } from '#schemas/import-errors.ts';
import { limits } from './limits.ts';

/** What is found in a document, in its order; names come without their prefix. */
export type XmlEars = {
  /** @param tag the inside of the tag, from which `attribute` reads */
  open(name: string, tag: string): void;
  close(name: string): void;
  /** Part of a text: one text can come in several. */
  text(part: string): void;
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** The longest reference that a text can be cut in: `&#x10FFFF;`. */
const LONGEST_REFERENCE = 10;
const LONGEST_MARK = '<!DOCTYPE'.length;

/**
 * Reads XML as it comes, chunk by chunk, and tells of elements and texts.
 *
 * It knows no DTD: a DOCTYPE is refused where it begins, so there is no entity but the five of XML itself, nothing is
 * fetched, and nothing grows. What it keeps is one tag at most.
 */
export class XmlReader {
  readonly #ears: XmlEars;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #open: string[] = [];
  #rest = '';
  #within: '-->' | ']]>' | '?>' | undefined;
  #hasRoot = false;

  constructor(ears: XmlEars) {
    this.#ears = ears;
  }

  /** @throws FileRefused */
  feed(bytes: Uint8Array): void {
    this.#read(this.#rest + this.#decoded(bytes));
  }

  /** @throws FileRefused when the document breaks off */
  end(): void {
    this.#read(this.#rest + this.#decoded(undefined));
    if (!this.#hasRoot || this.#open.length > 0 || this.#rest.trim() !== '') {
      throw new FileRefused('file-truncated', 'an XML part breaks off');
    }
  }

  #decoded(bytes: Uint8Array | undefined): string {
    try {
      return bytes === undefined ? this.#decoder.decode() : this.#decoder.decode(bytes, { stream: true });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new FileRefused('file-malformed', 'an XML part is not UTF-8');
    }
  }

  #read(text: string): void {
    let at = 0;
    while (at < text.length) {
      const next = this.#within === undefined ? this.#token(text, at) : this.#special(text, at, this.#within);
      if (next === undefined) break;
      at = next;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > limits.tag)
      throw new FileRefused('file-malformed', `a tag has more than ${limits.tag} characters`);
  }

  /** Reads on after what begins here; nothing when it is not whole yet. */
  #token(text: string, at: number): number | undefined {
    if (text.charCodeAt(at) !== 60) return this.#textAt(text, at);
    const second = text.charCodeAt(at + 1);
    if (second === 33) return this.#declaration(text, at);
    if (second === 63) {
      this.#within = '?>';
      return at + 2;
    }
    const end = endOfTag(text, at + 1);
    if (end === undefined) return undefined;
    if (second === 47) this.#closed(localName(text.slice(at + 2, end).trimEnd()));
    else this.#opened(text.slice(at + 1, end));
    return end + 1;
  }

  #textAt(text: string, at: number): number | undefined {
    const tag = text.indexOf('<', at);
    let end = tag === -1 ? text.length : tag;
    if (tag === -1) {
      const reference = text.lastIndexOf('&');
      if (reference >= at && text.length - reference < LONGEST_REFERENCE && !text.includes(';', reference))
        end = reference;
      if (end === at) return undefined;
    }
    if (this.#open.length > 0) this.#ears.text(unescaped(text.slice(at, end)));
    return end;
  }

  #declaration(text: string, at: number): number | undefined {
    if (text.startsWith('<!--', at)) this.#within = '-->';
    else if (text.startsWith('<![CDATA[', at)) this.#within = ']]>';
    else if (text.length - at < LONGEST_MARK) return undefined;
    else throw new FileRefused('xml-forbidden', 'an XML part declares a DOCTYPE or entities');
    return at + (this.#within === '-->' ? 4 : 9);
  }

  /** Inside a comment, an instruction or a CDATA section. */
  #special(text: string, at: number, mark: string): number | undefined {
    const end = text.indexOf(mark, at);
    const until = end === -1 ? Math.max(at, text.length - mark.length + 1) : end;
    if (mark === ']]>' && until > at) this.#ears.text(text.slice(at, until));
    if (end === -1) return until === at ? undefined : until;
    this.#within = undefined;
    return end + mark.length;
  }

  #opened(tag: string): void {
    const isEmpty = tag.endsWith('/');
    const [, written = ''] = /^([^\s/]+)/.exec(tag) ?? [];
    if (this.#open.length === 0 && this.#hasRoot) throw new FileRefused('file-malformed', 'an XML part has two roots');
    this.#hasRoot = true;
    if (this.#open.length >= limits.depth)
      throw new FileRefused('file-malformed', `more than ${limits.depth} elements within each other`);
    const name = localName(written);
    this.#ears.open(name, tag);
    if (isEmpty) this.#ears.close(name);
    else this.#open.push(name);
  }

  #closed(name: string): void {
    if (this.#open.pop() !== name) throw new FileRefused('file-malformed', 'elements of an XML part cross each other');
    this.#ears.close(name);
  }
}

/** Where a tag that begins before `from` ends: the first `>` outside quotes. */
function endOfTag(text: string, from: number): number | undefined {
  let at = from;
  for (;;) {
    const end = text.indexOf('>', at);
    if (end === -1) return undefined;
    const quote = firstQuote(text, at, end);
    if (quote === undefined) return end;
    const closing = text.indexOf(quote.mark, quote.at + 1);
    if (closing === -1) return undefined;
    at = closing + 1;
  }
}

function firstQuote(text: string, from: number, until: number): { at: number; mark: string } | undefined {
  for (let at = from; at < until; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34 || code === 39) return { at, mark: code === 34 ? '"' : "'" };
  }
  return undefined;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The value of an attribute of a tag, its prefix left out; nothing when the tag has none. */
export function attribute(tag: string, name: string): string | undefined {
  const found = tag.matchAll(/\s(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  for (const [, written, double, single] of found) {
    if (written === name) return unescaped(double ?? single ?? '');
  }
  return undefined;
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]{0,8});?/g, (written, name: string) => {
    const known = entities[name];
    if (known !== undefined) return known;
    const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
    const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    throw new FileRefused(
      'xml-forbidden',
      `an XML part names something it does not declare: ${written.length} characters`,
    );
  });
}
