import * as z from 'zod';
import { Filing } from '#schemas/api/citizen.ts';
import { ImportId, ImportStage } from '#schemas/import.ts';
import { RowFault } from '#schemas/import-file.ts';
import { Instant } from '#schemas/instant.ts';
import { ExecutionEnded, Fault } from '#schemas/tasks/execution-ended.ts';

/** What every step of an import is told: the import, the execution that asks, and the time its state was entered. */
export const ImportStepInput = z.object({ id: ImportId, execution: z.string().min(1), at: Instant });
export type ImportStepInput = z.infer<typeof ImportStepInput>;

/** What FileRows is told beside that: which parts of the rows it files, by their numbers from 0. */
export const FileRowsInput = ImportStepInput.extend({ parts: z.array(z.int().min(0)).min(1) });
export type FileRowsInput = z.infer<typeof FileRowsInput>;

/** What ReportImport is told beside that: how often the parts were gone through. */
export const ReportImportInput = ImportStepInput.extend({ laps: z.int().min(0) });
export type ReportImportInput = z.infer<typeof ReportImportInput>;

/** What the step that stops an import is told. */
export const StopImportInput = ImportStepInput.extend({ fault: Fault });
export type StopImportInput = z.infer<typeof StopImportInput>;

/** Either way in which an import comes to need a person: told by its workflow, or by the event bus. */
export const CalledToStopImport = z.union([
  StopImportInput,
  ExecutionEnded.transform(({ subject, ...ended }) => ({ id: subject, ...ended })).pipe(StopImportInput),
]);

/**
 * What a step answers: where the import stands, and what the state machine needs to go on.
 *
 * `parts`: the key of the list of parts, `null` when there is nothing to file. `unfiled`: how many of them nobody has filed.
 */
export const ImportStanding = z.object({
  stage: ImportStage,
  parts: z.string().nullable(),
  unfiled: z.int().min(0),
});
export type ImportStanding = z.infer<typeof ImportStanding>;

/** A row that is to be filed, as a part of the rows holds it: personal, so it lies in S3 and never enters an execution. */
export const RowToFile = z.strictObject({
  sheet: z.string(),
  row: z.int().min(1),
  filing: Filing,
  receivedAt: Instant.optional(),
});
export type RowToFile = z.infer<typeof RowToFile>;

/** A row that is not filed: what stands in it, by heading, and what is wrong. */
export const FaultyRow = z.strictObject({
  sheet: z.string(),
  row: z.int().min(1),
  cells: z.array(z.string()),
  faults: z.array(RowFault),
});
export type FaultyRow = z.infer<typeof FaultyRow>;

/** The rows that are not filed, sheet by sheet. */
export const FaultyRows = z.array(
  z.strictObject({ sheet: z.string(), headings: z.array(z.string()), rows: z.array(FaultyRow) }),
);
export type FaultyRows = z.infer<typeof FaultyRows>;
