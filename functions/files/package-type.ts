import type { FileType } from '#schemas/attachment.ts';
import { type ByteSource, latin } from './byte-source.ts';
import { type ZipEntry, ZipFault, zipContent, zipDirectory } from './zip-directory.ts';

const MOST_CONTENT_TYPES = 1_048_576;

/** The main part of each office document, and how its content type ends; with macros or as a template it ends otherwise. */
const offices = [
  ['docx', 'word/document.xml', 'wordprocessingml.document.main+xml'],
  ['xlsx', 'xl/workbook.xml', 'spreadsheetml.sheet.main+xml'],
  ['pptx', 'ppt/presentation.xml', 'presentationml.presentation.main+xml'],
] as const satisfies readonly (readonly [FileType, string, string])[];

const program =
  /(^|\/)(vbaProject\.bin|vbaData\.xml)$|(^|\/)(macrosheets|activeX)\/|\.(exe|dll|js|vbs|jar|bat|cmd|ps1)$/i;

/**
 * Which document a zip is: by its directory and by what it says of itself, read from within.
 *
 * @throws ZipFault telling what is wrong with it
 */
export async function packageType(source: ByteSource): Promise<FileType> {
  const entries = await zipDirectory(source);
  if (entries.some(({ isEncrypted }) => isEncrypted)) throw new ZipFault('is encrypted');
  const strange = entries.find(({ name }) => /(^|\/)\.\.(\/|$)|^\/|\\|\0/.test(name));
  if (strange !== undefined) throw new ZipFault('has a path within that leads outside');
  const named = (name: string): ZipEntry | undefined => entries.find((entry) => entry.name === name);
  const mimetype = named('mimetype');
  if (mimetype !== undefined && named('Contents/content.hpf') !== undefined) {
    const says = latin(await zipContent(source, mimetype, 100)).trim();
    if (says === 'application/hwp+zip' && mimetype.headerAt === 0) return 'hwpx';
  }
  const described = named('[Content_Types].xml');
  const office = offices.find(([, part]) => named(part) !== undefined);
  if (described === undefined || office === undefined) throw new ZipFault('is a zip of no known document');
  const [type, , main] = office;
  const types = Buffer.from(await zipContent(source, described, MOST_CONTENT_TYPES)).toString('utf8');
  const hasProgram = entries.some(({ name }) => program.test(name)) || /macroEnabled/i.test(types);
  if (hasProgram) throw new ZipFault(`is ${type} with macros or programs`);
  if (!types.includes(main)) throw new ZipFault(`is no plain ${type}`);
  return type;
}
