import { FileRefused } from '#schemas/import-errors.ts';
import { limits } from './limits.ts';

/** An entry of a zip: where its packed bytes lie, and how many it says they become. */
export type ZipEntry = {
  readonly name: string;
  readonly isPacked: boolean;
  readonly start: number;
  readonly packedBytes: number;
  readonly claimedBytes: number;
};

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const IN_DIRECTORY = 0x02014b50;
const DIRECTORY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const BEYOND = 0xffffffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

/**
 * The entries of a zip by name, by its central directory, before a byte of it is unpacked.
 *
 * Refused: half a file; more entries or bytes than a workbook has; entries that overlap (one packed stream counted many
 * times over), that lie elsewhere than they say, or that have the same name; encrypted and Zip64 ones.
 *
 * @throws FileRefused
 * @source APPNOTE.TXT, .ZIP File Format Specification, 4.3
 */
export function zipDirectory(file: Buffer): ReadonlyMap<string, ZipEntry> {
  const end = endOf(file);
  const [count, bytes, start] = [file.readUInt16LE(end + 10), file.readUInt32LE(end + 12), file.readUInt32LE(end + 16)];
  if (count > limits.entries) throw new FileRefused('file-suspicious', `${count} entries, at most ${limits.entries}`);
  if (start === BEYOND || start + bytes > end) throw new FileRefused('file-malformed', 'the directory lies elsewhere');
  const entries = new Map<string, ZipEntry>();
  let at = start;
  let claimed = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + DIRECTORY_BYTES > end || file.readUInt32LE(at) !== IN_DIRECTORY) {
      throw new FileRefused('file-malformed', `the directory breaks off at entry ${index + 1} of ${count}`);
    }
    const [name, next, entry] = entryAt(file, at, start);
    if (entries.has(name)) throw new FileRefused('file-suspicious', 'two entries have the same name');
    claimed += entry.claimedBytes;
    if (claimed > limits.claimedBytes) {
      throw new FileRefused('file-too-large-inside', `more than ${limits.claimedBytes} bytes unpacked`);
    }
    entries.set(name, entry);
    at = next;
  }
  checkApart([...entries.values()], start);
  return entries;
}

/** Where the end record stands: the last thing of the file, its comment included. */
function endOf(file: Buffer): number {
  const first = Math.max(0, file.length - END_BYTES - LONGEST_COMMENT);
  for (let at = file.length - END_BYTES; at >= first; at -= 1) {
    if (file.readUInt32LE(at) === END && at + END_BYTES + file.readUInt16LE(at + 20) === file.length) return at;
  }
  throw new FileRefused('file-truncated', 'the zip has no end');
}

function entryAt(file: Buffer, at: number, directory: number): [name: string, next: number, entry: ZipEntry] {
  const [flags, method] = [file.readUInt16LE(at + 8), file.readUInt16LE(at + 10)];
  const [packedBytes, claimedBytes] = [file.readUInt32LE(at + 20), file.readUInt32LE(at + 24)];
  const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset));
  const local = file.readUInt32LE(at + 42);
  const nameEnd = at + DIRECTORY_BYTES + (nameBytes ?? 0);
  const name = file.toString('utf8', at + DIRECTORY_BYTES, nameEnd);
  if ((flags & ENCRYPTED) !== 0) throw new FileRefused('file-locked', 'an entry is encrypted');
  if (packedBytes === BEYOND || claimedBytes === BEYOND || local === BEYOND) {
    throw new FileRefused('file-suspicious', 'an entry has sizes of Zip64, which no file of this size needs');
  }
  if (method !== STORED && method !== DEFLATED) throw new FileRefused('file-malformed', `packed by method ${method}`);
  if (local + LOCAL_BYTES > directory || file.readUInt32LE(local) !== LOCAL) {
    throw new FileRefused('file-suspicious', 'an entry lies elsewhere than the directory says');
  }
  const start = local + LOCAL_BYTES + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  if (start + packedBytes > directory) throw new FileRefused('file-suspicious', 'an entry reaches into the directory');
  if (method === STORED && packedBytes !== claimedBytes) {
    throw new FileRefused('file-suspicious', 'an entry that is not packed has two sizes');
  }
  const entry = { name, isPacked: method === DEFLATED, start, packedBytes, claimedBytes };
  return [name, nameEnd + (extraBytes ?? 0) + (commentBytes ?? 0), entry];
}

/** Each entry's bytes are its own. */
function checkApart(entries: readonly ZipEntry[], directory: number): void {
  const sorted = entries.toSorted((one, other) => one.start - other.start);
  sorted.forEach(({ start, packedBytes }, index) => {
    const next = sorted[index + 1]?.start ?? directory;
    if (start + packedBytes > next) throw new FileRefused('file-suspicious', 'entries overlap');
  });
}
