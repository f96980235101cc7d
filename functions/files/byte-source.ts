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
