import { posix } from 'node:path';
import { FileRefused } from '#schemas/import-errors.ts';
import { limits } from './limits.ts';
import { unpack } from './unpack.ts';
import { attribute, type XmlEars, XmlReader } from './xml-reader.ts';
import { type ZipEntry, zipDirectory } from './zip-directory.ts';

/** A sheet of a workbook, unread: its name, its entry, and whether a reader sees it. */
export type SheetPart = { readonly name: string; readonly entry: ZipEntry; readonly isHidden: boolean };

/** A workbook, of which only the lists were read. */
export type Workbook = {
  readonly file: Buffer;
  readonly sheets: readonly SheetPart[];
  readonly shared: ZipEntry | undefined;
  readonly from1904: boolean;
};

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const STRICT_RELATIONS = 'http://purl.oclc.org/ooxml/officeDocument/relationships';

/** A sheet of another sort (a chart, a dialogue, a macro) holds no rows. */
const isOf = (type: string, what: string): boolean =>
  type === `${RELATIONS}/${what}` || type === `${STRICT_RELATIONS}/${what}`;

/**
 * The sheets of an xlsx workbook, and where its shared texts lie.
 *
 * Nothing but these parts is ever unpacked: pictures, macros, a zip within the zip stay as they are.
 *
 * @throws FileRefused
 */
export async function openWorkbook(file: Buffer): Promise<Workbook> {
  const entries = zipDirectory(file);
  const target = await officeDocument(file, entries);
  const main = entries.get(target);
  if (main === undefined) throw new FileRefused('file-type', 'the zip holds no workbook');
  const relations = await relationsOf(file, entries, target);
  const listed: { name: string; id: string; isHidden: boolean }[] = [];
  let from1904 = false;
  await readXml(file, main, limits.partBytes, {
    open(name, tag) {
      if (name === 'workbookPr') from1904 = /^(1|true|on)$/.test(attribute(tag, 'date1904') ?? '');
      if (name !== 'sheet') return;
      const state = attribute(tag, 'state') ?? 'visible';
      listed.push({
        name: attribute(tag, 'name') ?? '',
        id: attribute(tag, 'id') ?? '',
        isHidden: state !== 'visible',
      });
    },
    close: () => {},
    text: () => {},
  });
  if (listed.length > limits.sheets)
    throw new FileRefused('too-many-cells', `${listed.length} sheets, at most ${limits.sheets}`);
  const sheets = listed.flatMap(({ name, id, isHidden }) => {
    const relation = relations.get(id);
    const entry = relation !== undefined && isOf(relation.type, 'worksheet') ? entries.get(relation.target) : undefined;
    return entry === undefined ? [] : [{ name, entry, isHidden }];
  });
  const shared = [...relations.values()].find(({ type }) => isOf(type, 'sharedStrings'));
  return { file, sheets, shared: shared && entries.get(shared.target), from1904 };
}

type Relation = { readonly type: string; readonly target: string };

async function officeDocument(file: Buffer, entries: ReadonlyMap<string, ZipEntry>): Promise<string> {
  const relations = await relationsOf(file, entries, '');
  const main = [...relations.values()].find(({ type }) => isOf(type, 'officeDocument'));
  if (main === undefined) throw new FileRefused('file-type', 'the zip holds no workbook');
  return main.target;
}

/** What a part refers to, by id. What lies outside the file is left out: nothing is ever fetched. */
async function relationsOf(
  file: Buffer,
  entries: ReadonlyMap<string, ZipEntry>,
  part: string,
): Promise<ReadonlyMap<string, Relation>> {
  const folder = posix.dirname(part);
  const entry = entries.get(posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
  const relations = new Map<string, Relation>();
  if (entry === undefined) return relations;
  await readXml(file, entry, limits.partBytes, {
    open(name, tag) {
      if (name !== 'Relationship' || attribute(tag, 'TargetMode') === 'External') return;
      const target = attribute(tag, 'Target') ?? '';
      const path = target.startsWith('/') ? posix.normalize(target).slice(1) : posix.join(folder, target);
      relations.set(attribute(tag, 'Id') ?? '', { type: attribute(tag, 'Type') ?? '', target: path });
    },
    close: () => {},
    text: () => {},
  });
  return relations;
}

/**
 * The texts that cells share, by their number.
 *
 * @throws FileRefused
 */
export async function sharedTexts({ file, shared }: Workbook): Promise<string[]> {
  const texts: string[] = [];
  if (shared === undefined) return texts;
  let [whole, isText, isPhonetic] = ['', false, false];
  await readXml(file, shared, limits.sharedBytes, {
    open(name) {
      if (name === 'si') whole = '';
      else if (name === 't') isText = true;
      else if (name === 'rPh') isPhonetic = true;
    },
    text(part) {
      if (!isText || isPhonetic) return;
      if (whole.length + part.length > limits.cell) {
        throw new FileRefused('file-malformed', `a text has more than ${limits.cell} characters`);
      }
      whole += part;
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'si') {
        if (texts.length >= limits.sharedTexts)
          throw new FileRefused('too-many-cells', `more than ${limits.sharedTexts} texts`);
        texts.push(whole);
      }
    },
  });
  return texts;
}

/**
 * Reads one part of XML.
 *
 * @param most bytes that it may be, unpacked
 */
export async function readXml(file: Buffer, entry: ZipEntry, most: number, ears: XmlEars): Promise<void> {
  const reader = new XmlReader(ears);
  await unpack(file, entry, most, (chunk) => reader.feed(chunk));
  reader.end();
}
