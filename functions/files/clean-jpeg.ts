import { says, viewOf } from './byte-source.ts';
import { CannotClean, cut, type Edit } from './edits.ts';

const EXIF = 'Exif\0\0';
const ORIENTATION = 0x0112;

/** Segments that carry the picture itself: tables, frames, scans, restart intervals. */
const isPicture = (marker: number): boolean => (marker >= 0xc0 && marker <= 0xcf) || (marker >= 0xda && marker <= 0xdf);

/**
 * A JPEG without Exif, XMP, IPTC, comments, profiles and previews, and without whatever stands behind its picture.
 *
 * Only how the picture is to be turned is kept, in an Exif of its own that tells nothing else.
 *
 * @throws CannotClean when it is not built as a JPEG is
 * @source ITU-T T.81, annex B; Exif 2.32, section 4.5
 */
export function cleanJpeg(bytes: Uint8Array): Edit[] {
  const view = viewOf(bytes);
  const edits: Edit[] = [];
  let turned = 1;
  let hasScan = false;
  for (let at = 2; ; ) {
    if (at + 2 > bytes.length || bytes[at] !== 0xff) throw new CannotClean('is a JPEG without its end');
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      edits.push(cut(at, 1));
      at += 1;
      continue;
    }
    if (marker === 0xd9) {
      edits.push(cut(at + 2, bytes.length - at - 2));
      break;
    }
    if (at + 4 > bytes.length) throw new CannotClean('is a JPEG that breaks off');
    const length = 2 + view.getUint16(at + 2);
    if (at + length > bytes.length || length < 4) throw new CannotClean('is a JPEG that breaks off');
    const isAdobe = marker === 0xee && says(bytes, at + 4, 'Adobe') && length === 16;
    if (marker === 0xe1 && says(bytes, at + 4, EXIF))
      turned = orientation(bytes.subarray(at + 10, at + length)) ?? turned;
    if (!isPicture(marker) && !isAdobe) edits.push(cut(at, length));
    at += length;
    if (marker === 0xda) {
      hasScan = true;
      at = endOfScan(bytes, at);
    }
  }
  if (!hasScan) throw new CannotClean('is a JPEG without a picture');
  return turned === 1 ? edits : [{ at: 2, length: 0, by: exifOf(turned) }, ...edits];
}

/** Where coded data ends: at a marker that is no stuffed zero and no restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new CannotClean('is a JPEG without its end');
}

/** How the picture is to be turned, 1 to 8, as the Exif says; `undefined` when it does not. */
function orientation(tiff: Uint8Array): number | undefined {
  if (tiff.length < 14) return undefined;
  const view = viewOf(tiff);
  const isLittle = says(tiff, 0, 'II');
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > tiff.length) return undefined;
  const count = view.getUint16(directory, isLittle);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > tiff.length) return undefined;
    if (view.getUint16(entry, isLittle) !== ORIENTATION) continue;
    const value = view.getUint16(entry + 8, isLittle);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** An Exif segment that tells how the picture is to be turned, and nothing else. */
function exifOf(turned: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0];
  return Uint8Array.from([0xff, 0xe1, 0, 2 + EXIF.length + tiff.length, ...Buffer.from(EXIF, 'latin1'), ...tiff]);
}
