import { latin, viewOf } from './byte-source.ts';
import { CannotClean, cut, type Edit, over, sizeAfter } from './edits.ts';

/** Flags of a WebP that say that there are a profile, Exif or XMP: bits 5, 3 and 2. */
const TELLING = 0x20 | 0x08 | 0x04;

const webp = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF']);
const wave = new Set(['fmt ', 'fact', 'data']);

/**
 * A WebP or WAV without Exif, XMP, profiles, lists of who made it and where, and without whatever stands behind it.
 *
 * @throws CannotClean when it is not built as such a file is
 * @source Google, WebP Container Specification; Microsoft, Multimedia Programming Interface 1.0 (RIFF)
 */
export function cleanRiff(bytes: Uint8Array): Edit[] {
  const view = viewOf(bytes);
  const kept = latin(bytes.subarray(8, 12)) === 'WEBP' ? webp : wave;
  const end = Math.min(8 + view.getUint32(4, true), bytes.length);
  const edits: Edit[] = [];
  let hasContent = false;
  for (let at = 12; at < end; ) {
    if (at + 8 > end) throw new CannotClean('is a RIFF file that breaks off');
    const name = latin(bytes.subarray(at, at + 4));
    const size = view.getUint32(at + 4, true);
    const length = Math.min(8 + size + (size % 2), bytes.length - at);
    // A recorder that was stopped in the middle leaves its data longer in the header than in the file.
    if (at + 8 + size > bytes.length && name !== 'data') throw new CannotClean('is a RIFF file that breaks off');
    if (!kept.has(name)) edits.push(cut(at, length));
    else if (name === 'VP8X') edits.push(over(at + 8, Uint8Array.of((bytes[at + 8] ?? 0) & ~TELLING)));
    else if (name === 'ANMF') edits.push(...frameEdits(bytes.subarray(at, at + length), at));
    hasContent ||= name === 'data' || name.startsWith('VP8') || name === 'ANMF';
    at += length;
  }
  if (!hasContent) throw new CannotClean('is a RIFF file without content');
  const all = [...edits, cut(end, bytes.length - end)];
  const size = new Uint8Array(4);
  viewOf(size).setUint32(0, sizeAfter(bytes.length, all) - 8, true);
  return [over(4, size), ...all];
}

/** A frame of an animation holds chunks of its own; any that is no picture ends the trust in it. */
function frameEdits(frame: Uint8Array, place: number): Edit[] {
  const view = viewOf(frame);
  for (let at = 24; at + 8 <= frame.length; ) {
    const size = view.getUint32(at + 4, true);
    const name = latin(frame.subarray(at, at + 4));
    if (!['VP8 ', 'VP8L', 'ALPH'].includes(name)) throw new CannotClean(`holds '${name}' in a frame at ${place}`);
    at += 8 + size + (size % 2);
  }
  return [];
}
