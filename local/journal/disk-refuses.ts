/** SQLite's result codes for a disk that takes no more: FULL, IOERR (writing, syncing), CANTOPEN. */
const REFUSALS = new Set([13, 10, 14]);

/** The disk took nothing: full, or broken. Nothing of the write was kept; retryable once there is room. */
export class DiskRefuses extends Error {
  override readonly name = 'DiskRefuses';
  constructor(cause: Error) {
    super(`the journal cannot be written: ${cause.message}`, { cause });
  }
}

/** The error as `DiskRefuses` when it is the disk's, else as it is. */
export function diskError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const isRefusal =
    ('errcode' in error && typeof error.errcode === 'number' && REFUSALS.has(error.errcode & 0xff)) ||
    ('code' in error && (error.code === 'ENOSPC' || error.code === 'EIO' || error.code === 'EDQUOT'));
  return isRefusal ? new DiskRefuses(error) : error;
}
