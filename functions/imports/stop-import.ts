import { log } from '#functions/middleware/log.ts';
import type { StopImportInput } from '#schemas/tasks/import.ts';
import { changeInStep } from './change-import.ts';

/** Stops an import that no retry helps, where its official sees it: once the cause is mended, they start it again. */
export async function stopImport(table: string, { id, fault }: StopImportInput): Promise<{ stopped: boolean }> {
  const after = await changeInStep(table, id, (before) =>
    before.endedAt !== undefined || before.stage === 'stopped' ? undefined : { ...before, stage: 'stopped', fault },
  );
  log.error('import stopped', { importId: id, ...fault });
  return { stopped: after.stage === 'stopped' };
}
