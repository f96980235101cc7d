import * as z from 'zod';
import { Channel } from '#schemas/complaint.ts';
import { FileRefusal, RowFault } from '#schemas/import-file.ts';
import { Instant } from '#schemas/instant.ts';
import { PersonId } from '#schemas/person.ts';

/** The id of an import: twelve characters that tell nothing. */
export const ImportId = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{12}$/, 'twelve characters, like 7KQ4M2X8P0AB')
  .brand<'ImportId'>();
export type ImportId = z.infer<typeof ImportId>;

/**
 * Where an import stands. `awaiting-file`: its file may be uploaded; `started`: it waits for its execution; `reading`, `filing`:
 * the execution is at it. `done` and `refused` are ends; `stopped` waits for a person, who starts it again.
 */
export const ImportStage = z.enum(['awaiting-file', 'started', 'reading', 'filing', 'done', 'refused', 'stopped']);
export type ImportStage = z.infer<typeof ImportStage>;

/** The largest file taken: 20 MiB. */
export const LARGEST_FILE = 20 * 1024 * 1024;

/** What an official says of the file they want to import. */
export const ImportBody = z.strictObject({
  fileName: z.string().trim().min(1).max(200),
  sizeBytes: z.int().min(1).max(LARGEST_FILE),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of the file in 64 hexadecimal digits'),
  receiptDates: z.enum(['keep', 'ignore']).default('keep').meta({
    description: 'keep: a row that says when it was received has its deadline from then; ignore: all are received now',
  }),
  channel: Channel.default('visit').meta({ description: 'of rows that do not say by which way they came' }),
});
export type ImportBody = z.infer<typeof ImportBody>;

/** How many rows came to what: complaints made now, rows of a file that was imported before, rows with faults. */
export const ImportCounts = z.strictObject({
  rows: z.int().min(0),
  filed: z.int().min(0),
  filedBefore: z.int().min(0),
  faulty: z.int().min(0),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

/**
 * An import: from the asking for it to its report.
 *
 * `version` rises with each change. `execution`: how many executions it was given; `started`: how many began. `startedAt`: when its
 * official said that the file is there; rows without a date are received then. `content`: what its rows are known by, so that the
 * same rows make nothing twice, whatever the file is called. `parts`: in how many parts they lie. `faults`: the first of them.
 */
export const Import = z.strictObject({
  id: ImportId,
  version: z.int().min(1),
  stage: ImportStage,
  by: PersonId,
  askedAt: Instant,
  bodyHash: z.string(),
  file: ImportBody,
  execution: z.int().min(1),
  started: z.int().min(0),
  startedAt: Instant.optional(),
  refusal: z.strictObject({ code: FileRefusal, found: z.string() }).optional(),
  content: z.string().optional(),
  parts: z.int().min(0).optional(),
  counts: ImportCounts.optional(),
  faults: z.array(RowFault).optional(),
  hiddenSheets: z.array(z.string()).optional(),
  sheetsWithoutHeadings: z.array(z.string()).optional(),
  unknownHeadings: z.array(z.string()).optional(),
  fault: z.strictObject({ state: z.string(), error: z.string() }).optional(),
  endedAt: Instant.optional(),
});
export type Import = z.infer<typeof Import>;

/** What one row of a file came to. */
export const FiledRow = z.strictObject({
  sheet: z.string(),
  row: z.int().min(1),
  number: z.string(),
  isNew: z.boolean(),
});
export type FiledRow = z.infer<typeof FiledRow>;
