/** A file of the home is not what this program wrote: garbled, cut off or of another kind. Not retryable. */
export class HomeIsCorrupt extends Error {
  override readonly name = 'HomeIsCorrupt';
  readonly path: string;
  constructor(path: string, found: string, cause?: unknown) {
    super(`'${path}' is not a sound database: ${found}; restore it or delete the folder for a fresh start`, { cause });
    this.path = path;
  }
}
