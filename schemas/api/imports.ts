import * as z from 'zod';
import type { Operation } from '#schemas/api/operation.ts';
import { ImportBody, ImportCounts, ImportId, ImportStage } from '#schemas/import.ts';
import { FileRefusal, RowFault } from '#schemas/import-file.ts';
import { Instant } from '#schemas/instant.ts';
import { PersonId } from '#schemas/person.ts';

const ImportParam = z.object({ id: ImportId });

/** Where the file is uploaded: its bytes by `method` to `url` with exactly these headers, until `until`; then the import is started. */
const UploadTo = z.object({
  method: z.literal('PUT'),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  until: Instant,
});

/** An import that waits for its file. Once it was started there is nothing more to upload. */
export const AskedImport = z
  .object({ id: ImportId, stage: ImportStage, upload: UploadTo.optional() })
  .meta({ id: 'AskedImport' });
export type AskedImport = z.infer<typeof AskedImport>;

/** An import that was started. */
export const StartedImport = z.object({ id: ImportId, stage: ImportStage }).meta({ id: 'StartedImport' });

/**
 * An import as its official sees it. `counts` grow while rows are filed. `faults`: the first 100; all of them stand in the report,
 * a workbook with each faulty row as it was, ready to be corrected and uploaded, and the numbers of the complaints.
 */
export const ImportShown = z
  .object({
    id: ImportId,
    stage: ImportStage,
    by: PersonId,
    file: z.object({
      fileName: z.string(),
      sizeBytes: z.int(),
      receiptDates: ImportBody.shape.receiptDates,
      channel: ImportBody.shape.channel,
    }),
    askedAt: Instant,
    startedAt: Instant.optional(),
    endedAt: Instant.optional(),
    refusal: z.object({ code: FileRefusal, reason: z.string(), reasonEn: z.string(), found: z.string() }).optional(),
    counts: ImportCounts.optional(),
    faults: z.array(RowFault),
    hiddenSheets: z.array(z.string()),
    sheetsWithoutHeadings: z.array(z.string()),
    unknownHeadings: z.array(z.string()),
    fault: z.object({ state: z.string(), error: z.string() }).optional(),
    report: z.object({ url: z.url(), until: Instant }).optional(),
    asOf: Instant,
  })
  .meta({ id: 'ImportShown' });
export type ImportShown = z.infer<typeof ImportShown>;

const staff = ['official', 'lead', 'operator'] as const;

/** The media type of a workbook. */
export const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Filing many complaints by one file. */
export const importOperations = [
  {
    id: 'askImport',
    method: 'POST',
    path: '/v1/imports',
    audience: 'imports',
    access: 'token',
    groups: staff,
    summary: 'Ask to import a workbook (xlsx) or CSV of complaints: where to upload it, then start it',
    needs: ['Idempotency-Key'],
    body: ImportBody,
    reply: { status: 201, schema: AskedImport, description: 'Where the file is uploaded' },
  },
  {
    id: 'readImportTemplate',
    method: 'GET',
    path: '/v1/imports/template',
    audience: 'imports',
    access: 'token',
    groups: staff,
    summary: 'A workbook with the headings that a file to import has',
    reply: {
      status: 200,
      schema: z.string().meta({ format: 'binary' }),
      description: 'A workbook',
      media: WORKBOOK,
    },
  },
  {
    id: 'startImport',
    method: 'POST',
    path: '/v1/imports/{id}/start',
    audience: 'imports',
    access: 'token',
    groups: staff,
    summary: 'The file is uploaded: file its rows. Of one that was stopped: go on where it was',
    params: ImportParam,
    reply: { status: 202, schema: StartedImport, description: 'It waits for its execution' },
  },
  {
    id: 'readImport',
    method: 'GET',
    path: '/v1/imports/{id}',
    audience: 'imports',
    access: 'token',
    groups: staff,
    summary: 'How an import of mine stands: counts, faults by row, column and reason, and its report',
    params: ImportParam,
    reply: { status: 200, schema: ImportShown, description: 'The import' },
  },
] as const satisfies readonly Operation[];
