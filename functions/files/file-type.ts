import type { FileType } from '#schemas/attachment.ts';
import { type ByteSource, latin, says, viewOf } from './byte-source.ts';
import { CompoundFault, compoundMagic } from './compound-file.ts';
import { compoundType } from './compound-type.ts';
import { packageType } from './package-type.ts';
import { ZipFault } from './zip-directory.ts';

/** What a file is, or why it is nothing that is taken, in words that follow "the file". */
export type Recognized = { readonly type: FileType } | { readonly fault: string };

const HEAD_BYTES = 4_096;
const TAIL_BYTES = 65_557;

/**
 * What a file is by its bytes: where it begins, where it ends, and for packages what lies within. Its name is not asked.
 *
 * A file that is two at once (a picture that is also a zip, a document that begins as a page) is none.
 */
export async function fileType(source: ByteSource): Promise<Recognized> {
  const head = await source.read(0, HEAD_BYTES);
  try {
    if (says(head, 0, 'PK\x03\x04')) return { type: await packageType(source) };
    if (says(head, 0, compoundMagic)) return { type: await compoundType(source) };
  } catch (error) {
    if (error instanceof ZipFault || error instanceof CompoundFault) return { fault: error.message };
    throw error;
  }
  const type = plainType(head);
  if (type === undefined) return { fault: 'is nothing that is known' };
  // Scripts hide in front, archives behind.
  if (/<(!doctype|html|script|svg|\?php)/i.test(latin(head)))
    return { fault: `is ${type} and a page or program at once` };
  const tailAt = Math.max(0, source.sizeBytes - TAIL_BYTES);
  const tail = latin(await source.read(tailAt, TAIL_BYTES));
  if (tail.includes('PK\x05\x06')) return { fault: `is ${type} and a zip at once` };
  if (type === 'pdf' && !tail.includes('%%EOF')) return { fault: 'is a PDF without its end' };
  return { type };
}

/** Files that their first bytes tell. */
function plainType(head: Uint8Array): FileType | undefined {
  if (head.length < 12) return undefined;
  if (says(head, 0, '\xff\xd8\xff') && head[3] !== undefined && head[3] >= 0xc0) return 'jpg';
  if (says(head, 0, '\x89PNG\r\n\x1a\n') && says(head, 12, 'IHDR')) return 'png';
  if (says(head, 0, 'RIFF')) return says(head, 8, 'WEBP') ? 'webp' : says(head, 8, 'WAVE') ? 'wav' : undefined;
  if (says(head, 4, 'ftyp')) return mediaType(head);
  if (/^%PDF-[12]\.\d/.test(latin(head.subarray(0, 8)))) return 'pdf';
  if (says(head, 0, '#!AMR\n') || says(head, 0, '#!AMR-WB\n')) return 'amr';
  if (says(head, 0, 'OggS')) {
    const first = latin(head.subarray(27, 327));
    return first.includes('OpusHead') || first.includes('\x01vorbis') ? 'ogg' : undefined;
  }
  if (says(head, 0, '\x1a\x45\xdf\xa3'))
    return latin(head.subarray(0, 80)).includes('\x42\x82\x84webm') ? 'webm' : undefined;
  if (says(head, 0, 'ID3') || isMpegAudio(head)) return 'mp3';
  return undefined;
}

const pictures = ['heic', 'heix', 'heim', 'heis', 'hevc', 'mif1', 'msf1'];
const videos = /^(isom|iso[2-9]|mp4[12]|avc1|M4V |M4VH|M4VP|MSNV|dash|mmp4|f4v |3gp[4-9]|3g2[a-c]|NDSC|XAVC)$/;

/** Which of the ISO media files it is, by its brands. */
function mediaType(head: Uint8Array): FileType | undefined {
  const size = Math.min(viewOf(head).getUint32(0), head.length);
  const [major = '', , ...others] = latin(head.subarray(8, size)).match(/[\s\S]{4}/g) ?? [];
  if (pictures.includes(major)) return others.some((brand) => brand.startsWith('avi')) ? undefined : 'heic';
  if (major === 'M4A ' || major === 'M4B ') return 'm4a';
  if (major === 'qt  ') return 'mov';
  return videos.test(major) ? 'mp4' : undefined;
}

/** MPEG audio without a tag: a frame's header, of layer III. */
function isMpegAudio(head: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = head;
  const isHeader = first === 0xff && (second & 0xe6) === 0xe2;
  return isHeader && (third & 0xf0) !== 0xf0 && (third & 0xf0) !== 0 && (third & 0x0c) !== 0x0c;
}
