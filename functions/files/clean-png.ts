import { latin, viewOf } from './byte-source.ts';
import { CannotClean, cut, type Edit } from './edits.ts';

/** Chunks that say how the picture looks; texts, times, Exif, profiles and whatever else somebody put there are none of them. */
const kept = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'cICP', 'sBIT', 'bKGD', 'hIST', 'pHYs'],
  ...['acTL', 'fcTL', 'fdAT'],
]);

/**
 * A PNG without texts, times, Exif and profiles, and without whatever stands behind its picture.
 *
 * @throws CannotClean when it is not built as a PNG is
 * @source W3C, PNG Specification, third edition, section 5
 */
export function cleanPng(bytes: Uint8Array): Edit[] {
  const view = viewOf(bytes);
  const edits: Edit[] = [];
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) throw new CannotClean('is a PNG without its end');
    const length = 12 + view.getUint32(at);
    const name = latin(bytes.subarray(at + 4, at + 8));
    if (at + length > bytes.length) throw new CannotClean('is a PNG that breaks off');
    if (!kept.has(name)) edits.push(cut(at, length));
    at += length;
    if (name === 'IEND') return [...edits, cut(at, bytes.length - at)];
  }
}
