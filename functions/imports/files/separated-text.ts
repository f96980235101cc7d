import { isUtf8 } from 'node:buffer';
import { FileRefused } from '#schemas/import-errors.ts';
import type { Cell, SheetRow } from '#schemas/import-file.ts';
import { fromCp949 } from './cp949.ts';
import { limits } from './limits.ts';

/**
 * The text of a CSV file. Korean spreadsheets write EUC-KR (as Windows extends it, CP949) unless told otherwise.
 *
 * A mark at the beginning decides; else UTF-8, if it is; else CP949, if it is.
 *
 * @throws FileRefused `text-encoding`
 */
export function decodedText(file: Uint8Array): string {
  const [first, second, third] = file;
  if (first === 0xff && second === 0xfe) return decoded(file, 'utf-16le');
  if (first === 0xfe && second === 0xff) return decoded(file, 'utf-16be');
  if ((first === 0xef && second === 0xbb && third === 0xbf) || isUtf8(file)) return decoded(file, 'utf-8');
  return checked(fromCp949(file), 'CP949');
}

function decoded(file: Uint8Array, encoding: string): string {
  try {
    return checked(new TextDecoder(encoding, { fatal: true }).decode(file), encoding);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return checked(undefined, encoding);
  }
}

function checked(text: string | undefined, encoding: string): string {
  if (text === undefined) throw new FileRefused('text-encoding', `the bytes are not ${encoding}`);
  // What no text holds, and every other sort of file does.
  if (text.includes('\0')) throw new FileRefused('file-type', 'the file is no text');
  return text;
}

/** What stands between two fields: the mark that the first line has most of outside quotes. */
function separatorOf(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/)).replaceAll(/"[^"]*"/g, '');
  const count = (mark: string): number => line.split(mark).length;
  return [',', '\t', ';'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/**
 * The rows of separated text, one after the other, numbered as a spreadsheet shows them; empty ones are left out.
 *
 * A field that begins with `=` is a formula to every spreadsheet, so it is told as one.
 *
 * @throws FileRefused when a quote is never closed: half a file
 * @source RFC 4180
 */
export function* separatedRows(text: string): Generator<SheetRow> {
  const separator = separatorOf(text);
  const plain = new RegExp(`[^${separator}\\r\\n]*`, 'y');
  let at = 0;
  for (let number = 1; at < text.length; number += 1) {
    const cells = new Map<number, Cell>();
    for (let column = 0; ; column += 1) {
      const [field, next] = text[at] === '"' ? quoted(text, at, plain) : unquoted(text, at, plain);
      if (field.length > limits.cell)
        throw new FileRefused('file-malformed', `a field has more than ${limits.cell} characters`);
      const cell = cellOf(field);
      if (cell !== undefined && column < limits.columns) cells.set(column, cell);
      at = next + 1;
      if (text[next] === separator) continue;
      if (text[next] === '\r' && text[at] === '\n') at += 1;
      break;
    }
    if (cells.size > 0) yield { number, cells };
  }
}

function unquoted(text: string, at: number, plain: RegExp): [field: string, next: number] {
  plain.lastIndex = at;
  const [field = ''] = plain.exec(text) ?? [];
  return [field, at + field.length];
}

function quoted(text: string, at: number, plain: RegExp): [field: string, next: number] {
  let [field, from] = ['', at + 1];
  for (;;) {
    const end = text.indexOf('"', from);
    if (end === -1) throw new FileRefused('file-truncated', 'a quote is never closed');
    field += text.slice(from, end);
    if (text[end + 1] !== '"') {
      // What follows a closing quote belongs to the field, as spreadsheets read it.
      const [tail, next] = unquoted(text, end + 1, plain);
      return [field + tail, next];
    }
    field += '"';
    from = end + 2;
  }
}

function cellOf(field: string): Cell | undefined {
  const text = field.trim();
  if (text === '') return undefined;
  if (text.startsWith('=')) return { kind: 'formula', text };
  if (/^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!)$/.test(text)) return { kind: 'error', text };
  return { kind: 'text', text: field };
}
