import type { ByteSource } from './byte-source.ts';

/** Bytes of a file that others stand in place of; none stand where they are cut out. */
export type Edit = { readonly at: number; readonly length: number; readonly by: Uint8Array };

/** Why what a file tells about its maker cannot be removed, in words that follow "it". */
export class CannotClean extends Error {
  override readonly name = 'CannotClean';
}

/** Bytes cut out. */
export const cut = (at: number, length: number): Edit => ({ at, length, by: new Uint8Array() });

/** Bytes written over with others, as many. */
export const over = (at: number, by: Uint8Array): Edit => ({ at, length: by.length, by });

/** How many bytes are read or written over at a time, 8_388_608 (8 MiB): a film is never here whole. */
const PIECE = 8_388_608;
const nothing = new Uint8Array(PIECE);

/** Bytes written over with zeros, where others must stay in their places. */
export function zeros(at: number, length: number): Edit[] {
  return Array.from({ length: Math.ceil(length / PIECE) }, (_, index) =>
    over(at + index * PIECE, nothing.subarray(0, Math.min(PIECE, length - index * PIECE))),
  );
}

/** How many bytes a file has after the edits. */
export const sizeAfter = (sizeBytes: number, edits: readonly Edit[]): number =>
  edits.reduce((size, { length, by }) => size - length + by.length, sizeBytes);

/** Bytes that are here whole, as they are after the edits. */
export function editedWhole(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const edit of edits) {
    pieces.push(bytes.subarray(at, edit.at), edit.by);
    at = edit.at + edit.length;
  }
  return Buffer.concat([...pieces, bytes.subarray(at)]);
}

/** A file as it is after the edits, piece by piece; they must be in order and apart. */
export async function* edited(source: ByteSource, edits: readonly Edit[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const edit of [...edits, cut(source.sizeBytes, 0)]) {
    if (edit.at < at) throw new RangeError(`an edit at ${edit.at} begins before ${at}`);
    while (at < edit.at) {
      const piece = await source.read(at, Math.min(PIECE, edit.at - at));
      if (piece.length === 0) throw new RangeError(`the file ends at ${at}, an edit is at ${edit.at}`);
      yield piece;
      at += piece.length;
    }
    if (edit.by.length > 0) yield edit.by;
    at += edit.length;
  }
}
