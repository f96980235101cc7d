import { DaedapError } from '#schemas/errors.ts';
import type { FileRefusal } from '#schemas/import-file.ts';

/** A file to import is refused whole; `code` says why, and the message what was found, never what stands in it. */
export class FileRefused extends DaedapError {
  override readonly name = 'FileRefused';
  readonly code: FileRefusal;
  constructor(code: FileRefusal, found: string) {
    super(found);
    this.code = code;
  }
}

/** An import that a step was called for is not in the table. Nothing can help but a person. */
export class ImportMissing extends DaedapError {
  override readonly name = 'ImportMissing';
  readonly code = 'import-missing';
  constructor(id: string) {
    super(`import ${id} is not in the table`);
  }
}
