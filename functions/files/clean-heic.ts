import { type ByteSource, latin, viewOf } from './byte-source.ts';
import { freed } from './clean-film.ts';
import { CannotClean, type Edit, over, zeros } from './edits.ts';
import { type Box, innerBoxes, readBox, type Stretch, topBoxes, without } from './iso-boxes.ts';

/** Items that are pictures, or say how pictures are put together. */
const pictures = new Set(['hvc1', 'grid', 'iden', 'iovl', 'tmap', 'jpeg']);

/**
 * The edits that take Exif, XMP and all else that is no picture out of a HEIC.
 *
 * Every byte stays in its place: items that are no picture, and whatever lies between the pictures, become zeros, and are called
 * by a name that no reader asks for. How the picture is to be turned is a property of its own, and stays.
 *
 * @throws CannotClean when it is not built as a HEIC is
 * @source ISO/IEC 23008-12; ISO/IEC 14496-12, section 8.11
 */
export async function cleanHeic(source: ByteSource): Promise<Edit[]> {
  const top = await topBoxes(source);
  if (top.some(({ type }) => type === 'moov')) throw new CannotClean('has a film beside its pictures');
  const [box, more] = top.filter(({ type }) => type === 'meta');
  if (box === undefined || more !== undefined) throw new CannotClean('is a HEIC without its one directory');
  const meta = Uint8Array.from(await readBox(source, box));
  const inner = innerBoxes(meta, box.header + 4, meta.length);
  const { kept, names } = itemsOf(meta, need(inner, 'iinf'));
  const places = placesOf(meta, need(inner, 'iloc'));
  const samples = places.flatMap(({ item, method, stretches }) => {
    if (!kept.has(item)) return [];
    if (method > 1) throw new CannotClean('has a picture that is made from another item');
    return method === 0 ? stretches : [];
  });
  for (const { at, length } of names) meta.fill(0, at, at + length);
  emptyBoxWithin(meta, inner, places, kept);
  return top.flatMap((one): Edit[] => {
    if (one.type === 'ftyp') return [];
    if (one.type === 'meta') return [over(one.at, meta)];
    // Whatever else a maker puts there: motion, depth, its own data.
    if (one.type !== 'mdat') return freed(one);
    const content = { at: one.at + one.header, length: one.length - one.header };
    return without(content, samples).flatMap(({ at, length }) => zeros(at, length));
  });
}

function need(boxes: readonly Box[], type: string): Box {
  const box = boxes.find((one) => one.type === type);
  if (box === undefined) throw new CannotClean(`has no '${type}'`);
  return box;
}

/** Which items are pictures, and where the types of the others stand, which are to be forgotten. */
function itemsOf(meta: Uint8Array, { at, header, length }: Box): { kept: Set<number>; names: Stretch[] } {
  const view = viewOf(meta);
  const first = at + header + 4 + (meta[at + header] === 0 ? 2 : 4);
  const kept = new Set<number>();
  const names: Stretch[] = [];
  for (const entry of innerBoxes(meta, first, at + length)) {
    const version = meta[entry.at + entry.header] ?? 0;
    if (entry.type !== 'infe' || version < 2) throw new CannotClean('describes its items in a form that is not known');
    const id = entry.at + entry.header + 4;
    const typeAt = id + (version === 2 ? 2 : 4) + 2;
    const type = latin(meta.subarray(typeAt, typeAt + 4));
    if (pictures.has(type)) {
      kept.add(version === 2 ? view.getUint16(id) : view.getUint32(id));
      // A picture's name is whatever somebody called it.
      names.push({ at: typeAt + 4, length: Math.max(0, entry.at + entry.length - typeAt - 4) });
    } else names.push({ at: typeAt, length: Math.max(0, entry.at + entry.length - typeAt) });
  }
  return { kept, names };
}

type Place = { readonly item: number; readonly method: number; readonly stretches: readonly Stretch[] };

/** Where the items lie: in the file (method 0) or in the box `idat` (method 1). */
function placesOf(meta: Uint8Array, { at, header, length }: Box): Place[] {
  const view = viewOf(meta);
  const version = meta[at + header] ?? 0;
  const [sizes = 0, more = 0] = meta.subarray(at + header + 4, at + header + 6);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 4, sizes & 15, more >> 4];
  const indexBytes = version === 0 ? 0 : more & 15;
  let place = at + header + 6;
  const take = (bytes: number): number => {
    if (place + bytes > at + length) throw new CannotClean('says where its items lie, and breaks off');
    let value = 0;
    for (let index = 0; index < bytes; index += 1) value = value * 256 + view.getUint8(place + index);
    place += bytes;
    return value;
  };
  const count = take(version < 2 ? 2 : 4);
  return Array.from({ length: count }, () => {
    const item = take(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : take(2) & 15;
    take(2);
    const base = take(baseBytes);
    const extents = take(2);
    const stretches = Array.from({ length: extents }, () => {
      take(indexBytes);
      const offset = base + take(offsetBytes);
      return { at: offset, length: take(lengthBytes) };
    });
    return { item, method, stretches };
  });
}

/** Empties what lies in the directory itself and is no picture. */
function emptyBoxWithin(meta: Uint8Array, inner: readonly Box[], places: readonly Place[], kept: Set<number>): void {
  const own = inner.find(({ type }) => type === 'idat');
  if (own === undefined) return;
  const start = own.at + own.header;
  const used = places
    .filter(({ item, method }) => kept.has(item) && method === 1)
    .flatMap(({ stretches }) => stretches.map(({ at, length }) => ({ at: start + at, length })));
  for (const { at, length } of without({ at: start, length: own.length - own.header }, used))
    meta.fill(0, at, at + length);
}
