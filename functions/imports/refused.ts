import { log } from '#functions/middleware/log.ts';
import type { Import } from '#schemas/import.ts';
import type { FileRefused } from '#schemas/import-errors.ts';
import type { Instant } from '#schemas/instant.ts';

/** An import whose file is refused: nothing of it was filed. */
export function refusedBy(
  { code, message }: Pick<FileRefused, 'code' | 'message'>,
  before: Import,
  at: Instant,
): Import {
  log.info('file refused', { importId: before.id, code });
  return { ...before, stage: 'refused', refusal: { code, found: message }, endedAt: at };
}
