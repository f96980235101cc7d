import type { ByteSource } from './byte-source.ts';
import { cleanJpeg } from './clean-jpeg.ts';
import { cleanPng } from './clean-png.ts';
import { CannotClean, type Edit, editedWhole } from './edits.ts';
import { silentHwpx } from './hwpx-parts.ts';
import { silentOffice } from './office-parts.ts';
import type { PackageRules } from './package-rules.ts';
import { ZipFault, zipContent, zipDirectory } from './zip-directory.ts';
import { type ZipContent, zipOf } from './zip-writing.ts';

/** How much a document may unpack to, 268_435_456 (256 MiB). */
const MOST_UNPACKED = 268_435_456;

/** A document in a zip without its properties, the names of who wrote, changed or commented on it, and the Exif of its pictures. */
const cleanPackage =
  (rules: PackageRules) =>
  async (source: ByteSource): Promise<Edit[]> => {
    try {
      const entries = (await zipDirectory(source)).filter(({ name }) => !name.endsWith('/'));
      const unpacked = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      if (unpacked > MOST_UNPACKED) throw new CannotClean(`unpacks to ${unpacked} bytes`);
      const files: ZipContent[] = [];
      for (const entry of entries) {
        if (rules.isDropped(entry.name)) continue;
        const content = await zipContent(source, entry, MOST_UNPACKED);
        files.push({ name: entry.name, content: silentPart(rules, entry.name, content), isStored: entry.method === 0 });
      }
      return [{ at: 0, length: source.sizeBytes, by: zipOf(files) }];
    } catch (error) {
      if (error instanceof ZipFault) throw new CannotClean(error.message, { cause: error });
      throw error;
    }
  };

function silentPart(rules: PackageRules, name: string, content: Uint8Array): Uint8Array {
  if (/\.jpe?g$/i.test(name)) return editedWhole(content, cleanJpeg(content));
  if (/\.png$/i.test(name)) return editedWhole(content, cleanPng(content));
  if (rules.isText(name)) return Buffer.from(rules.silence({ name, text: textOf(name, content) }), 'utf8');
  if (rules.isHarmless(name)) return content;
  // Not its name, which can be somebody's.
  throw new CannotClean(`holds a part of the form '${formOf(name)}', of which nobody can be sure`);
}

const formOf = (name: string): string => /\.\w{1,8}$/.exec(name)?.[0] ?? '';

/** Only text that is read as it is meant can be silenced. */
function textOf(name: string, content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (cause) {
    throw new CannotClean(`holds a part of the form '${formOf(name)}' in another encoding`, { cause });
  }
}

/** A Word, Excel or PowerPoint document, as `cleanPackage`. */
export const cleanOffice = cleanPackage(silentOffice);

/** An HWPX document, as `cleanPackage`. */
export const cleanHwpx = cleanPackage(silentHwpx);
