import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { fileAddress } from '#functions/aws/import-store.ts';
import { keepImport, readImport } from '#functions/aws/import-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import { AskedImport, type importOperations } from '#schemas/api/imports.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import { type Import, ImportId } from '#schemas/import.ts';
import type { Instant } from '#schemas/instant.ts';
import { PersonId } from '#schemas/person.ts';
import type { ImportsApiSettings } from '#schemas/settings.ts';
import { hashBody, hashIdempotencyKey } from '../access-code.ts';

/** How long a file may be uploaded after it was asked for: 900 seconds (15 minutes). */
const UPLOAD_SECONDS = 900;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Keeps that an official wants to import a file, and says where it is uploaded. Asked again with the same key, it is the same
 * import, and the address is a fresh one as long as it was not started.
 *
 * @throws Refused `idempotency-key-reused`
 */
export async function askImport(
  { IMPORT_TABLE, IMPORT_BUCKET }: z.infer<typeof ImportsApiSettings>,
  { at, caller, body: file, idempotencyKey = '' }: ApiRequest<ById<typeof importOperations, 'askImport'>>,
): Promise<Reply> {
  const id = idOf(hashIdempotencyKey(caller.id, idempotencyKey));
  const asked: Import = {
    id,
    version: 1,
    stage: 'awaiting-file',
    by: PersonId.parse(caller.id),
    askedAt: at,
    bodyHash: hashBody(file),
    file,
    execution: 1,
    started: 0,
  };
  const kept = (await keepImport(IMPORT_TABLE, asked)) ? asked : await readImport(IMPORT_TABLE, id);
  if (kept === undefined) throw new TransientFault(`import ${id} is there and is not`, undefined);
  if (kept.bodyHash !== asked.bodyHash) {
    throw new Refused('idempotency-key-reused', 'this Idempotency-Key was used with another body');
  }
  return {
    body: AskedImport.parse({ id, stage: kept.stage, upload: await uploadOf(IMPORT_BUCKET, kept, at) }),
    headers: { location: `/v1/imports/${id}` },
  };
}

async function uploadOf(bucket: string, { id, stage, file }: Import, at: Instant): Promise<AskedImport['upload']> {
  if (stage !== 'awaiting-file') return undefined;
  const signed = await fileAddress(bucket, { id, ...file }, { at, expiresIn: UPLOAD_SECONDS });
  return { method: 'PUT', ...signed, until: toInstant(toMillis(at) + UPLOAD_SECONDS * 1_000) };
}

/** Twelve characters from the key, so that a repeat finds the import that it made. */
function idOf(key: string): ImportId {
  const bytes = createHash('sha256').update(`import ${key}`).digest();
  return ImportId.parse(Array.from({ length: 12 }, (_, at) => ALPHABET[(bytes[at] ?? 0) % ALPHABET.length]).join(''));
}
