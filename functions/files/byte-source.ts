/** The bytes of a file that need not be here: some of them are brought when they are asked for. */
export type ByteSource = {
  readonly sizeBytes: number;
  /** The bytes from an offset on; fewer than asked for where the file ends. */
  read(from: number, length: number): Promise<Uint8Array>;
};

/** A file that is here whole. */
export const sourceOf = (bytes: Uint8Array): ByteSource => ({
  sizeBytes: bytes.length,
  read: async (from, length) => bytes.subarray(from, from + length),
});

/** A view of bytes, to read numbers from. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Bytes as text, one character each. */
export const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Whether the bytes at an offset are this text. */
export const says = (bytes: Uint8Array, at: number, text: string): boolean =>
  latin(bytes.subarray(at, at + text.length)) === text;

/** How many bytes are brought at once, 65_536 (64 KiB), and how many such blocks are held. */
const BLOCK = 65_536;
const MOST_HELD = 64;

/** The same file, brought in blocks that are kept for a while: directories are read in many small steps. */
export function inBlocks(source: ByteSource): ByteSource {
  const held = new Map<number, Uint8Array>();
  const block = async (index: number): Promise<Uint8Array> => {
    const known = held.get(index);
    if (known !== undefined) return known;
    if (held.size >= MOST_HELD) held.clear();
    const bytes = await source.read(index * BLOCK, BLOCK);
    held.set(index, bytes);
    return bytes;
  };
  return {
    sizeBytes: source.sizeBytes,
    read: async (from, length) => {
      const first = Math.floor(from / BLOCK);
      const end = Math.min(from + length, source.sizeBytes);
      const last = Math.floor((end - 1) / BLOCK);
      // What spans many blocks is a content, read once.
      if (end <= from || last > first + 1) return end <= from ? new Uint8Array() : source.read(from, end - from);
      const bytes = first === last ? await block(first) : Buffer.concat([await block(first), await block(last)]);
      return bytes.subarray(from - first * BLOCK, end - first * BLOCK);
    },
  };
}
