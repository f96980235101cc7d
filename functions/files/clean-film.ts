import type { ByteSource } from './byte-source.ts';
import { CannotClean, type Edit, over, zeros } from './edits.ts';
import { type Box, innerBoxes, readBox, type Stretch, topBoxes, without } from './iso-boxes.ts';
import { tracksOf, within } from './iso-samples.ts';

/** Boxes at the top that stay: what kind of file it is, its film, its samples. */
const kept = new Set(['ftyp', 'moov', 'mdat', 'wide']);
/** Boxes within a film that hold others, down to where its tables are. */
const holders = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'dinf']);
/** Boxes that a film needs to be played; whatever else stands in it is emptied. */
const needed = new Set([
  ...holders,
  ...[
    'mvhd',
    'tkhd',
    'mdhd',
    'hdlr',
    'vmhd',
    'smhd',
    'nmhd',
    'gmhd',
    'elst',
    'dref',
    'iods',
    'clef',
    'prof',
    'enof',
    'tapt',
  ],
  ...[
    'stsd',
    'stts',
    'ctts',
    'cslg',
    'stsc',
    'stsz',
    'stz2',
    'stco',
    'co64',
    'stss',
    'stps',
    'sdtp',
    'sgpd',
    'sbgp',
    'subs',
  ],
]);
const timed = new Set(['mvhd', 'tkhd', 'mdhd']);

/**
 * The edits that take out of an MP4, MOV or M4A when, where, by what and by whom it was made.
 *
 * Every byte stays in its place, because the film says where its samples lie: boxes of metadata become free room, times become
 * zero, tracks that are neither picture nor sound (places, faces) are emptied, and so is whatever lies between the samples.
 *
 * @throws CannotClean when it comes in fragments, or is not built as such a file is
 * @source ISO/IEC 14496-12; Apple, QuickTime File Format, "Metadata"
 */
export async function cleanFilm(source: ByteSource): Promise<Edit[]> {
  const top = await topBoxes(source);
  const films = top.filter(({ type }) => type === 'moov');
  const film = films[0];
  if (film === undefined || films.length > 1) throw new CannotClean('is a film without its one directory');
  if (top.some(({ type }) => type === 'moof')) throw new CannotClean('comes in fragments, as from a live recorder');
  const moov = await readBox(source, film);
  const tracks = tracksOf(moov, film.header);
  const media = tracks.filter(({ isMedia }) => isMedia);
  if (media.length === 0) throw new CannotClean('has neither picture nor sound');
  const emptied = tracks.filter(({ isMedia }) => !isMedia).map(({ box }) => box);
  const samples = media.flatMap(({ chunks }) => chunks);
  const edits = top.flatMap((box): Edit[] => {
    if (box.type === 'moov') return [over(box.at, silenced(moov, box, emptied))];
    if (box.type === 'mdat') {
      const content: Stretch = { at: box.at + box.header, length: box.length - box.header };
      return without(content, samples).flatMap(({ at, length }) => zeros(at, length));
    }
    return kept.has(box.type) ? [] : freed(box);
  });
  return edits;
}

/** A box at the top in whose place is free room of the same length. */
export const freed = ({ at, length, header }: Box): Edit[] => [
  over(at, freeHeader(length, header)),
  ...zeros(at + header, length - header),
];

/** The length stands in the header's own form; only the name changes. */
function freeHeader(length: number, header: number): Uint8Array {
  const bytes = Buffer.alloc(header);
  bytes.writeUInt32BE(header === 16 ? 1 : length);
  bytes.write('free', 4, 'latin1');
  if (header === 16) bytes.writeBigUInt64BE(BigInt(length), 8);
  return bytes;
}

/** The film's directory, as long as before, without metadata. */
function silenced(moov: Uint8Array, { header }: Box, emptied: readonly Box[]): Uint8Array {
  const bytes = Uint8Array.from(moov);
  const free = ({ at, length, header: own }: Box): void => {
    bytes.fill(0, at + own, at + length);
    bytes.set(freeHeader(length, own), at);
  };
  const visit = (boxes: readonly Box[]): void => {
    for (const box of boxes) {
      if (emptied.includes(box) || !needed.has(box.type)) free(box);
      else if (timed.has(box.type)) zeroTimes(bytes, box);
      else if (box.type === 'hdlr') zeroName(bytes, box);
      else if (box.type === 'dref') checkWhole(bytes, box);
      else if (holders.has(box.type)) visit(within(bytes, box));
    }
  };
  const tops = innerBoxes(moov, header, moov.length);
  visit(tops.map((box) => emptied.find(({ at }) => at === box.at) ?? box));
  return bytes;
}

/** When a film or track was made and changed: 32 bits each, 64 in a box of version 1. */
function zeroTimes(bytes: Uint8Array, { at, header }: Box): void {
  const isLong = bytes[at + header] === 1;
  bytes.fill(0, at + header + 4, at + header + 4 + (isLong ? 16 : 8));
}

/** The name of a handler tells the program or camera that wrote it. */
function zeroName(bytes: Uint8Array, { at, header, length }: Box): void {
  bytes.fill(0, at + header + 24, at + length);
}

/** A film refers to samples in itself, which takes an entry of twelve bytes; a longer one is a path on somebody's machine. */
function checkWhole(bytes: Uint8Array, { at, header, length }: Box): void {
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at + header + 4);
  if (length > header + 8 + count * 12) throw new CannotClean('refers to another file');
}
