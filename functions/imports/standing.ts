import { importObject } from '#functions/aws/import-store.ts';
import type { Import } from '#schemas/import.ts';
import type { ImportStanding } from '#schemas/tasks/import.ts';

/** What a step answers of an import as it stands. */
export const standingOf = ({ id, stage, parts = 0 }: Import, unfiled = 0): ImportStanding => ({
  stage,
  parts: parts === 0 ? null : importObject.parts(id),
  unfiled,
});
