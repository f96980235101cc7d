import type { FileType } from '#schemas/attachment.ts';
import type { ByteSource } from './byte-source.ts';
import { cleanAmr, cleanMp3 } from './clean-audio.ts';
import { cleanFilm } from './clean-film.ts';
import { cleanHeic } from './clean-heic.ts';
import { cleanJpeg } from './clean-jpeg.ts';
import { cleanHwpx, cleanOffice } from './clean-package.ts';
import { cleanPdf } from './clean-pdf.ts';
import { cleanPng } from './clean-png.ts';
import { cleanRiff } from './clean-riff.ts';
import { CannotClean, type Edit } from './edits.ts';

const whole = (clean: (bytes: Uint8Array) => Edit[]) => async (source: ByteSource) =>
  clean(await source.read(0, source.sizeBytes));

/** How each type is cleaned; a type that is not here cannot be, for sure. */
const cleaners: Readonly<Partial<Record<FileType, (source: ByteSource) => Promise<Edit[]>>>> = {
  jpg: whole(cleanJpeg),
  png: whole(cleanPng),
  webp: whole(cleanRiff),
  wav: whole(cleanRiff),
  mp3: whole(cleanMp3),
  amr: whole(cleanAmr),
  heic: cleanHeic,
  mp4: cleanFilm,
  mov: cleanFilm,
  m4a: cleanFilm,
  pdf: async (source) => cleanPdf(await source.read(0, source.sizeBytes)),
  docx: cleanOffice,
  xlsx: cleanOffice,
  pptx: cleanOffice,
  hwpx: cleanHwpx,
};

/** Whether there is a way to remove what files of this type tell about their makers. */
export const isCleanable = (type: FileType): boolean => type in cleaners;

/**
 * The edits after which a file no longer tells who made it, when, where and with what.
 *
 * @throws CannotClean when nobody can be sure of that
 */
export async function cleanFile(type: FileType, source: ByteSource): Promise<Edit[]> {
  const clean = cleaners[type];
  if (clean === undefined) throw new CannotClean(`is ${type}, of which nobody can be sure`);
  try {
    return await clean(source);
  } catch (error) {
    // A number that leads outside of the file.
    if (error instanceof RangeError) throw new CannotClean('is not built as such a file is', { cause: error });
    throw error;
  }
}
