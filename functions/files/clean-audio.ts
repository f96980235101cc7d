import { says } from './byte-source.ts';
import { CannotClean, cut, type Edit } from './edits.ts';

/** Kilobits a second of layer III by index, for MPEG 1, and for MPEG 2 and 2.5. */
const rates = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const samplings = [44_100, 48_000, 32_000] as const;

/** How many bytes a frame of layer III has, by its header; `undefined` when none begins there. */
function frameBytes(bytes: Uint8Array, at: number): number | undefined {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  if (first !== 0xff || (second & 0xe6) !== 0xe2) return undefined;
  const version = (second >> 3) & 3;
  const sampling = samplings[(third >> 2) & 3];
  const rate = rates[version === 3 ? 0 : 1][third >> 4];
  if (version === 1 || sampling === undefined || rate === undefined || rate === 0) return undefined;
  const hertz = version === 3 ? sampling : version === 2 ? sampling / 2 : sampling / 4;
  return Math.floor(((version === 3 ? 144_000 : 72_000) * rate) / hertz) + ((third >> 1) & 1);
}

/**
 * An MP3 of sound alone: every tag, before, behind and between its frames, is cut out.
 *
 * @throws CannotClean when no frames are found
 * @source ISO/IEC 11172-3, 2.4.1.3; ID3v2 and APE tags are whatever is no frame
 */
export function cleanMp3(bytes: Uint8Array): Edit[] {
  const edits: Edit[] = [];
  let frames = 0;
  let strangeFrom = 0;
  for (let at = afterTag(bytes); at < bytes.length; ) {
    const length = frameBytes(bytes, at);
    // Two frames in a row: a tag can hold bytes that look like the header of one.
    const isFrame = length !== undefined && at + length <= bytes.length && isFollowed(bytes, at + length, frames);
    if (!isFrame) {
      at += 1;
      continue;
    }
    if (at > strangeFrom) edits.push(cut(strangeFrom, at - strangeFrom));
    frames += 1;
    at += length;
    strangeFrom = at;
  }
  if (frames < 2) throw new CannotClean('is an MP3 without sound');
  return [...edits, cut(strangeFrom, bytes.length - strangeFrom)];
}

const isFollowed = (bytes: Uint8Array, at: number, framesBefore: number): boolean =>
  frameBytes(bytes, at) !== undefined ||
  (framesBefore > 0 && (at === bytes.length || says(bytes, at, 'TAG') || says(bytes, at, 'APETAGEX')));

/** Where an ID3v2 tag at the beginning ends: its size has seven bits a byte. */
function afterTag(bytes: Uint8Array): number {
  if (!says(bytes, 0, 'ID3')) return 0;
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(6, 10);
  return 10 + a * 2_097_152 + b * 16_384 + c * 128 + d;
}

/** Bytes of a frame by its type, for narrow and wide band. */
const narrow = [12, 13, 15, 17, 19, 20, 26, 31, 5, 0, 0, 0, 0, 0, 0, 0] as const;
const wide = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 0, 0, 0, 0, 0, 0] as const;

/**
 * An AMR recording, which has no room for tags: checked frame by frame, and cut behind the last one.
 *
 * @throws CannotClean when a frame is followed by none
 * @source RFC 4867, section 5
 */
export function cleanAmr(bytes: Uint8Array): Edit[] {
  const isWide = says(bytes, 0, '#!AMR-WB\n');
  const sizes = isWide ? wide : narrow;
  let at = isWide ? 9 : 6;
  while (at < bytes.length) {
    const head = bytes[at] ?? 0;
    const length = 1 + (sizes[(head >> 3) & 15] ?? 0);
    if ((head & 0x83) !== 0) throw new CannotClean('is an AMR with something between its frames');
    if (at + length > bytes.length) break;
    at += length;
  }
  return [cut(at, bytes.length - at)];
}
