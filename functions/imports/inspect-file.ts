import type * as z from 'zod';
import { importObject, readObject } from '#functions/aws/import-store.ts';
import type { Import } from '#schemas/import.ts';
import { FileRefused } from '#schemas/import-errors.ts';
import type { ImportStepSettings } from '#schemas/settings.ts';
import type { ImportStanding, ImportStepInput } from '#schemas/tasks/import.ts';
import { changeInStep, importOf } from './change-import.ts';
import { inspectFile as inspect } from './files/read-sheets.ts';
import { refusedBy } from './refused.ts';
import { standingOf } from './standing.ts';

/**
 * Takes an import in hand and looks at its file without unpacking a row: what it is, and what its directory says.
 *
 * A later execution learns here where to go on.
 */
export async function inspectFile(
  { IMPORT_TABLE, IMPORT_BUCKET }: z.infer<typeof ImportStepSettings>,
  { id, execution, at }: ImportStepInput,
): Promise<ImportStanding> {
  const ordinal = Number(execution.slice(execution.lastIndexOf('-') + 1));
  const found = await importOf(IMPORT_TABLE, id);
  if (found.stage !== 'started' || found.parts !== undefined) {
    const goesOn = await changeInStep(IMPORT_TABLE, id, (before) => takenUp(before, ordinal));
    return standingOf(goesOn);
  }
  const refusal = await refusalOf(IMPORT_BUCKET, id);
  const after = await changeInStep(IMPORT_TABLE, id, (before) => {
    if (before.started >= ordinal) return undefined;
    const taken = { ...before, started: ordinal };
    return refusal === undefined ? { ...taken, stage: 'reading' } : refusedBy(refusal, taken, at);
  });
  return standingOf(after);
}

/** An import that was stopped while it was filing goes on filing. */
const takenUp = (before: Import, ordinal: number): Import | undefined =>
  before.started >= ordinal || before.stage !== 'started'
    ? undefined
    : { ...before, started: ordinal, stage: 'filing' };

async function refusalOf(bucket: string, id: ImportStepInput['id']): Promise<FileRefused | undefined> {
  const file = await readObject(bucket, importObject.file(id));
  try {
    if (file === undefined) throw new FileRefused('file-missing', 'no object');
    await inspect(file);
    return undefined;
  } catch (error) {
    if (error instanceof FileRefused) return error;
    throw error;
  }
}
