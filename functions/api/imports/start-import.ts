import type * as z from 'zod';
import { isUploaded } from '#functions/aws/import-store.ts';
import { changeImport } from '#functions/aws/import-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { type importOperations, StartedImport } from '#schemas/api/imports.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Import } from '#schemas/import.ts';
import type { Instant } from '#schemas/instant.ts';
import type { ImportsApiSettings } from '#schemas/settings.ts';
import { importOf } from './import-of.ts';

const LAPS = 8;

/**
 * Starts an import whose file was uploaded; one that was stopped goes on. One that is under way stays as it is.
 *
 * @throws Refused `import-not-uploaded`, `import-ended`, `not-found`
 */
export async function startImport(
  { IMPORT_TABLE, IMPORT_BUCKET }: z.infer<typeof ImportsApiSettings>,
  { at, caller, params: { id } }: ApiRequest<ById<typeof importOperations, 'startImport'>>,
): Promise<Reply> {
  for (let lap = 0; lap < LAPS; lap += 1) {
    const before = await importOf(IMPORT_TABLE, id, caller);
    if (before.endedAt !== undefined) throw new Refused('import-ended', `import ${id} is ${before.stage}`);
    if (before.stage === 'awaiting-file' && !(await isUploaded(IMPORT_BUCKET, id))) {
      throw new Refused('import-not-uploaded', `the file of import ${id} was not uploaded yet`);
    }
    const after = startedFrom(before, at);
    if (after === undefined || (await changeImport(IMPORT_TABLE, before, after))) {
      return { body: StartedImport.parse(after ?? before) };
    }
  }
  throw new TransientFault(`import ${id} was changed ${LAPS} times meanwhile`, undefined);
}

function startedFrom(before: Import, at: Instant): Import | undefined {
  switch (before.stage) {
    case 'awaiting-file':
      return { ...before, stage: 'started', startedAt: at };
    case 'started':
      // Kept again, it is brought to the relay again: one that was lost on the way is found so.
      return before;
    case 'stopped':
      return { ...before, stage: 'started', execution: before.execution + 1 };
    default:
      return undefined;
  }
}
