import { inflateRawSync } from 'node:zlib';
import { type ByteSource, latin, says, viewOf } from './byte-source.ts';

/** One file within a zip. */
export type ZipEntry = {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly headerAt: number;
};

const MOST_ENTRIES = 10_000;
const MOST_DIRECTORY_BYTES = 4_194_304;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;

/** What a zip has wrong, as it is told. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault';
}

/**
 * The directory of a zip that begins with the file and ends with it.
 *
 * A zip with something before or behind it can be another file as well, and is refused.
 *
 * @throws ZipFault
 */
export async function zipDirectory(source: ByteSource): Promise<ZipEntry[]> {
  const tailAt = Math.max(0, source.sizeBytes - END_BYTES - LONGEST_COMMENT);
  const tail = await source.read(tailAt, source.sizeBytes - tailAt);
  const end = latin(tail).lastIndexOf('PK\x05\x06');
  if (end < 0 || end + END_BYTES > tail.length) throw new ZipFault('is a zip without its end');
  const view = viewOf(tail);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const at = view.getUint32(end + 16, true);
  if (end + END_BYTES + view.getUint16(end + 20, true) !== tail.length) throw new ZipFault('has bytes behind its end');
  if (at + size !== tailAt + end) throw new ZipFault('has bytes before its beginning, or is of the zip64 form');
  if (count > MOST_ENTRIES || size > MOST_DIRECTORY_BYTES) throw new ZipFault(`has ${count} files within`);
  return entriesOf(await source.read(at, size), count);
}

function entriesOf(directory: Uint8Array, count: number): ZipEntry[] {
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > directory.length || !says(directory, at, 'PK\x01\x02')) throw new ZipFault('has a broken directory');
    const nameLength = view.getUint16(at + 28, true);
    const name = Buffer.from(directory.subarray(at + 46, at + 46 + nameLength)).toString('utf8');
    entries.push({
      name,
      isEncrypted: (view.getUint16(at + 8, true) & 0x2041) !== 0,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      sizeBytes: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/**
 * The content of one file within a zip.
 *
 * @param mostBytes what it may unpack to
 * @throws ZipFault when it is packed otherwise or unpacks to more
 */
export async function zipContent(source: ByteSource, entry: ZipEntry, mostBytes: number): Promise<Uint8Array> {
  const { headerAt, packedBytes, sizeBytes, method } = entry;
  if (sizeBytes > mostBytes) throw new ZipFault(`unpacks a part to ${sizeBytes} bytes`);
  const header = await source.read(headerAt, 30);
  if (header.length < 30 || !says(header, 0, 'PK\x03\x04')) throw new ZipFault(`has a part nowhere`);
  const view = viewOf(header);
  const contentAt = headerAt + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const packed = await source.read(contentAt, packedBytes);
  if (method === 0) return packed;
  if (method !== 8) throw new ZipFault(`packs a part by method ${method}`);
  try {
    return inflateRawSync(packed, { maxOutputLength: mostBytes });
  } catch (cause) {
    throw new ZipFault(`has a broken part`, { cause });
  }
}
