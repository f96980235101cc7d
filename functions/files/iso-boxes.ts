import { type ByteSource, latin, viewOf } from './byte-source.ts';
import { CannotClean } from './edits.ts';

/** A box of an ISO media file: where it begins, how long it and its header are. */
export type Box = { readonly type: string; readonly at: number; readonly length: number; readonly header: number };

/** The largest box that is read whole, 67_108_864 (64 MiB): the one that says where the samples lie. */
const LARGEST_READ = 67_108_864;

/**
 * The boxes at the top of a file.
 *
 * @throws CannotClean when one leads behind the end
 * @source ISO/IEC 14496-12, section 4.2
 */
export async function topBoxes(source: ByteSource): Promise<Box[]> {
  const boxes: Box[] = [];
  for (let at = 0; at < source.sizeBytes; ) {
    const head = await source.read(at, 16);
    const box = boxAt(head, 0, source.sizeBytes - at);
    boxes.push({ ...box, at });
    at += box.length;
  }
  return boxes;
}

/** The boxes within a part of these bytes. */
export function innerBoxes(bytes: Uint8Array, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at < to; ) {
    // QuickTime ends some lists with four zeros.
    if (to - at < 8) break;
    const box = boxAt(bytes, at, to - at);
    boxes.push({ ...box, at });
    at += box.length;
  }
  return boxes;
}

function boxAt(bytes: Uint8Array, at: number, room: number): Omit<Box, 'at'> {
  if (at + 8 > bytes.length) throw new CannotClean('is a media file that breaks off');
  const view = viewOf(bytes);
  const size = view.getUint32(at);
  const type = latin(bytes.subarray(at + 4, at + 8));
  const isLong = size === 1;
  if (isLong && at + 16 > bytes.length) throw new CannotClean('is a media file that breaks off');
  const length = isLong ? Number(view.getBigUint64(at + 8)) : size === 0 ? room : size;
  const header = isLong ? 16 : 8;
  if (length < header || length > room) throw new CannotClean(`has a part '${type}' that leads behind its end`);
  return { type, length, header };
}

/** The bytes of a box, header and all. */
export async function readBox(source: ByteSource, { type, at, length }: Box): Promise<Uint8Array> {
  if (length > LARGEST_READ) throw new CannotClean(`has a part '${type}' of ${length} bytes`);
  return source.read(at, length);
}

/** A stretch of a file. */
export type Stretch = { readonly at: number; readonly length: number };

/** What of a stretch lies outside of all the others. */
export function without({ at, length }: Stretch, others: readonly Stretch[]): Stretch[] {
  const gaps: Stretch[] = [];
  let from = at;
  for (const other of [...others].sort((a, b) => a.at - b.at)) {
    if (other.at + other.length <= from || other.at >= at + length) continue;
    if (other.at > from) gaps.push({ at: from, length: other.at - from });
    from = Math.max(from, other.at + other.length);
  }
  return from < at + length ? [...gaps, { at: from, length: at + length - from }] : gaps;
}
