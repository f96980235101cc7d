import { type ByteSource, viewOf } from './byte-source.ts';

/** A stream or storage of a compound file. */
export type CompoundEntry = {
  readonly name: string;
  readonly kind: 'storage' | 'stream' | 'root';
  readonly startSector: number;
  readonly sizeBytes: number;
};

/** How a compound file is broken. */
export class CompoundFault extends Error {
  override readonly name = 'CompoundFault';
}

/** How a compound file begins. */
export const compoundMagic = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

const END = 0xfffffffa;
const MINI_SECTOR = 64;
/** A document has some dozens of streams; each sector holds four of them, or 32. */
const MOST_DIRECTORY_SECTORS = 256;
const kinds: Readonly<Record<number, CompoundEntry['kind']>> = { 1: 'storage', 2: 'stream', 5: 'root' };

/**
 * A compound file (OLE2), of which only what is asked for is read: old office documents, HWP.
 *
 * @source [MS-CFB], Compound File Binary File Format
 */
export class CompoundFile {
  readonly #source: ByteSource;
  readonly #header: DataView;
  readonly #sectorBytes: number;

  private constructor(source: ByteSource, header: Uint8Array) {
    this.#source = source;
    this.#header = viewOf(header);
    this.#sectorBytes = 2 ** this.#header.getUint16(30, true);
    if (this.#sectorBytes !== 512 && this.#sectorBytes !== 4096) throw new CompoundFault('has a broken header');
  }

  /** @throws CompoundFault when the header is cut off or broken */
  static async open(source: ByteSource): Promise<CompoundFile> {
    const header = await source.read(0, 512);
    if (header.length < 512) throw new CompoundFault('has no whole header');
    return new CompoundFile(source, header);
  }

  /** All streams and storages, whatever storage they lie in. */
  async entries(): Promise<CompoundEntry[]> {
    const sectors = await this.#chain(this.#header.getUint32(48, true), MOST_DIRECTORY_SECTORS);
    const entries: CompoundEntry[] = [];
    for (const sector of sectors) {
      const bytes = await this.#sector(sector);
      for (let at = 0; at + 128 <= bytes.length; at += 128) {
        const view = viewOf(bytes.subarray(at, at + 128));
        const kind = kinds[view.getUint8(66)];
        const length = view.getUint16(64, true);
        if (kind === undefined || length < 2 || length > 64) continue;
        const name = Buffer.from(bytes.subarray(at, at + length - 2)).toString('utf16le');
        entries.push({ name, kind, startSector: view.getUint32(116, true), sizeBytes: view.getUint32(120, true) });
      }
    }
    return entries;
  }

  /** The first bytes of a stream, at most as many as one of its sectors holds. */
  async beginning({ startSector, sizeBytes }: CompoundEntry, length: number): Promise<Uint8Array> {
    const isMini = sizeBytes < this.#header.getUint32(56, true);
    if (!isMini) return (await this.#sector(startSector)).subarray(0, length);
    const root = (await this.entries()).find(({ kind }) => kind === 'root');
    if (root === undefined) throw new CompoundFault('has no root');
    const at = startSector * MINI_SECTOR;
    const sectors = await this.#chain(root.startSector, Math.floor(at / this.#sectorBytes) + 1);
    const sector = sectors[Math.floor(at / this.#sectorBytes)];
    if (sector === undefined) throw new CompoundFault('has a stream that leads nowhere');
    const within = at % this.#sectorBytes;
    // The stream's own next mini sectors need not follow: what is read here is its first one.
    return (await this.#sector(sector)).subarray(within, within + Math.min(length, MINI_SECTOR));
  }

  async #chain(first: number, most: number): Promise<number[]> {
    const sectors: number[] = [];
    for (let sector = first; sector < END; sector = await this.#next(sector)) {
      if (sectors.length >= most) break;
      sectors.push(sector);
    }
    return sectors;
  }

  /** The sector after one, by the table whose own first 109 sectors stand in the header. */
  async #next(sector: number): Promise<number> {
    // A number that leads outside would be looked up through tables without end.
    if (sector * this.#sectorBytes > this.#source.sizeBytes) throw new CompoundFault('has a sector that is not there');
    const perSector = this.#sectorBytes / 4;
    const table = Math.floor(sector / perSector);
    const place = table < 109 ? this.#header.getUint32(76 + table * 4, true) : await this.#tableBeyond(table - 109);
    const bytes = await this.#sector(place);
    return viewOf(bytes).getUint32((sector % perSector) * 4, true);
  }

  async #tableBeyond(index: number): Promise<number> {
    const perSector = this.#sectorBytes / 4 - 1;
    let sector = this.#header.getUint32(68, true);
    for (let skipped = Math.floor(index / perSector); skipped > 0; skipped -= 1) {
      sector = viewOf(await this.#sector(sector)).getUint32(perSector * 4, true);
    }
    return viewOf(await this.#sector(sector)).getUint32((index % perSector) * 4, true);
  }

  async #sector(index: number): Promise<Uint8Array> {
    const bytes = await this.#source.read((index + 1) * this.#sectorBytes, this.#sectorBytes);
    if (bytes.length < Math.min(512, this.#sectorBytes)) throw new CompoundFault('has a sector that is not there');
    return bytes;
  }
}
