import type { DynamoDBRecord } from 'aws-lambda';
import type * as z from 'zod';
import { keepChange } from '#functions/aws/complaint-change.ts';
import { readCase } from '#functions/aws/complaint-table.ts';
import { keepFile, layDownClean, readPart, removeFile } from '#functions/aws/file-store.ts';
import type { ByteSource } from '#functions/files/byte-source.ts';
import { cleanFile } from '#functions/files/clean-file.ts';
import { CannotClean, edited, sizeAfter } from '#functions/files/edits.ts';
import { maskedName, mustBeClean } from '#rules/attachments.ts';
import type { Attachment } from '#schemas/attachment.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { KeepFilesSettings } from '#schemas/settings.ts';

type Settings = z.infer<typeof KeepFilesSettings>;

/** How often a clean file is recorded anew because the case moved meanwhile. */
const LAPS = 8;

/** The complaint that a record is about. */
export const numberOfRecord = ({ dynamodb }: DynamoDBRecord): string | undefined =>
  /^complaint#(.+)$/.exec(dynamodb?.Keys?.pk?.S ?? '')?.[1];

/**
 * Does what is missing for the files of a complaint: those of a filing are kept from being forgotten, and those of a reporter who
 * is protected, from the beginning or from now on, are cleaned of what they tell; the file as it came is removed for ever.
 *
 * Done twice it is the same: a clean form is laid down under one name, and recorded once.
 *
 * @throws TransientFault when table or store were busy: brought again, the rest is done
 */
export async function keepFiles(settings: Settings, number: string): Promise<void> {
  const { COMPLAINT_TABLE, FILE_BUCKET } = settings;
  const found = await readCase(COMPLAINT_TABLE, number);
  for (const attachment of found?.attachments ?? []) {
    if (attachment.cleaned !== undefined) await removeFile(FILE_BUCKET, attachment.id);
    else await keepFile(FILE_BUCKET, attachment.id);
  }
  for (const attachment of found?.attachments ?? []) {
    const isDone = attachment.cleaned !== undefined || attachment.withheld !== undefined;
    if (found === undefined || isDone || !mustBeClean(found.complaint, attachment)) continue;
    // No event brings a time here: as of when the last thing happened that is known.
    const at = found.audit.at(-1)?.at ?? attachment.at;
    const after = await cleaned(FILE_BUCKET, attachment, at);
    await record(COMPLAINT_TABLE, number, after, at);
    if (after.cleaned !== undefined) await removeFile(FILE_BUCKET, after.id);
  }
}

/** An attachment with its clean form laid down, or withheld where there can be none. */
async function cleaned(bucket: string, attachment: Attachment, at: Instant): Promise<Attachment> {
  const { id, type, sizeBytes } = attachment;
  const source = sourceIn(bucket, attachment);
  const masked = { ...attachment, name: maskedName(attachment) };
  try {
    const edits = await cleanFile(type, source);
    const size = sizeAfter(sizeBytes, edits);
    await layDownClean(bucket, id, edited(source, edits), size);
    return { ...masked, cleaned: { at, sizeBytes: size } };
  } catch (error) {
    if (!(error instanceof CannotClean)) throw error;
    return { ...masked, withheld: { at, reason: `it ${error.message}` } };
  }
}

const sourceIn = (bucket: string, { id, sizeBytes }: Attachment): ByteSource => ({
  sizeBytes,
  read: async (from, length) => {
    const most = Math.min(length, sizeBytes - from);
    if (most <= 0) return new Uint8Array();
    const part = await readPart(bucket, { form: 'uploads', id }, from, most);
    if (part === undefined) throw new TransientFault(`file ${id} is not in the store`, undefined);
    return part.bytes;
  },
});

async function record(table: string, number: string, after: Attachment, at: Instant): Promise<void> {
  const action = after.cleaned === undefined ? 'attachment-withheld' : 'attachment-cleaned';
  for (let lap = 0; lap < LAPS; lap += 1) {
    const found = await readCase(table, number);
    const now = found?.attachments.find(({ id }) => id === after.id);
    if (found === undefined || now === undefined || now.cleaned !== undefined || now.withheld !== undefined) return;
    const { done } = await keepChange(table, number, {
      desk: found.desk,
      isSeen: false,
      attachments: [after],
      telling: { at, actor: { kind: 'files' }, action, facts: { attachment: after.id } },
    });
    if (done) return;
  }
  throw new TransientFault(`complaint ${number} moved ${LAPS} times while a file was cleaned`, undefined);
}
