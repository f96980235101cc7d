import { createInflateRaw } from 'node:zlib';
import { FileRefused } from '#schemas/import-errors.ts';
import type { ZipEntry } from './zip-directory.ts';

const CHUNK_BYTES = 65_536;

/**
 * Unpacks an entry in chunks, and stops where it becomes more than it may or more than its directory says.
 *
 * @param most bytes that it may become
 * @param take is given each chunk; what it throws ends the unpacking
 * @throws FileRefused, also for a packed stream that is broken or ends early
 */
export async function unpack(
  file: Buffer,
  { isPacked, start, packedBytes, claimedBytes, name }: ZipEntry,
  most: number,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  if (claimedBytes > most)
    throw new FileRefused('file-too-large-inside', `${name} has ${claimedBytes} bytes, at most ${most}`);
  const packed = file.subarray(start, start + packedBytes);
  if (!isPacked) return take(packed);
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  inflate.end(packed);
  let bytes = 0;
  try {
    for await (const chunk of inflate) {
      bytes += chunk.length;
      if (bytes > claimedBytes)
        throw new FileRefused('file-suspicious', `${name} is more than the ${claimedBytes} bytes it claims`);
      take(chunk);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new FileRefused('file-truncated', `${name} breaks off`);
    }
    throw error;
  }
  if (bytes !== claimedBytes)
    throw new FileRefused('file-suspicious', `${name} is ${bytes} bytes, and claims ${claimedBytes}`);
}
