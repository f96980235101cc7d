import { latin, viewOf } from './byte-source.ts';
import { CannotClean } from './edits.ts';
import { type Box, innerBoxes, type Stretch } from './iso-boxes.ts';

/** A track of a film: where its box is, whether it is picture or sound, and where its samples lie in the file. */
export type Track = { readonly box: Box; readonly isMedia: boolean; readonly chunks: readonly Stretch[] };

/**
 * The tracks of a film, with the stretches of the file that their samples fill.
 *
 * @param moov the whole box; offsets of samples count from the beginning of the file
 * @throws CannotClean when a table is missing
 * @source ISO/IEC 14496-12, section 8.7
 */
export function tracksOf(moov: Uint8Array, header: number): Track[] {
  return innerBoxes(moov, header, moov.length)
    .filter(({ type }) => type === 'trak')
    .map((box) => {
      const media = need(within(moov, box), 'mdia');
      const handler = need(within(moov, media), 'hdlr');
      const kind = latin(moov.subarray(handler.at + 16, handler.at + 20));
      const table = within(moov, need(within(moov, need(within(moov, media), 'minf')), 'stbl'));
      return { box, isMedia: kind === 'vide' || kind === 'soun', chunks: chunksOf(moov, table) };
    });
}

/** The boxes within a box. */
export const within = (bytes: Uint8Array, { at, header, length }: Box): Box[] =>
  innerBoxes(bytes, at + header, at + length);

function need(boxes: readonly Box[], type: string): Box {
  const box = boxes.find((one) => one.type === type);
  if (box === undefined) throw new CannotClean(`has a track without '${type}'`);
  return box;
}

function chunksOf(bytes: Uint8Array, table: readonly Box[]): Stretch[] {
  const view = viewOf(bytes);
  const sizes = sizesOf(view, need(table, 'stsz'));
  const perChunk = need(table, 'stsc');
  const long = table.find(({ type }) => type === 'co64');
  const offsets = long ?? need(table, 'stco');
  const count = view.getUint32(offsets.at + 12);
  const runs = view.getUint32(perChunk.at + 12);
  checkRoom(offsets, 16 + count * (long === undefined ? 4 : 8));
  checkRoom(perChunk, 16 + runs * 12);
  const chunks: Stretch[] = [];
  let sample = 0;
  for (let chunk = 1, run = 0; chunk <= count; chunk += 1) {
    while (run + 1 < runs && view.getUint32(perChunk.at + 16 + (run + 1) * 12) <= chunk) run += 1;
    const samples = runs === 0 ? 0 : view.getUint32(perChunk.at + 16 + run * 12 + 4);
    let length = 0;
    for (let end = sample + samples; sample < end; sample += 1) length += sizes(sample);
    const place = 16 + (chunk - 1) * (long === undefined ? 4 : 8);
    const at = long === undefined ? view.getUint32(offsets.at + place) : Number(view.getBigUint64(offsets.at + place));
    chunks.push({ at, length });
  }
  return chunks;
}

function sizesOf(view: DataView, box: Box): (sample: number) => number {
  const same = view.getUint32(box.at + 12);
  const count = view.getUint32(box.at + 16);
  if (same !== 0) return (sample) => (sample < count ? same : 0);
  checkRoom(box, 20 + count * 4);
  return (sample) => (sample < count ? view.getUint32(box.at + 20 + sample * 4) : 0);
}

function checkRoom({ type, length }: Box, needed: number): void {
  if (length < needed) throw new CannotClean(`has a table '${type}' that breaks off`);
}
