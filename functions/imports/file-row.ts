import { createHmac, randomInt } from 'node:crypto';
import * as z from 'zod';
import { readKey } from '#functions/aws/complaint-access.ts';
import { keepFiling } from '#functions/aws/complaint-filing.ts';
import { hashSecretCode, newSecretCode } from '#functions/middleware/secret-code.ts';
import { isOld } from '#rules/backfill.ts';
import { toMillis } from '#rules/clock/instant.ts';
import { serialCount } from '#rules/complaint-number.ts';
import { firstFinding } from '#rules/finding.ts';
import { newComplaint } from '#rules/new-complaint.ts';
import { caseFact } from '#rules/statistics/case-fact.ts';
import { countingOf } from '#rules/statistics/counting.ts';
import { wardOf } from '#rules/statistics/ward-of.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { FiledRow, Import } from '#schemas/import.ts';
import type { Instant } from '#schemas/instant.ts';
import type { FileRowsSettings } from '#schemas/settings.ts';
import type { RowToFile } from '#schemas/tasks/import.ts';

/** How many numbers are tried when chance gives one that exists. */
const TRIES = 5;

/** For how long a row is known again: ten years. */
const KNOWN_SECONDS = 10 * 366 * 86_400;

const Answer = z.object({ number: z.string(), import: z.string() });

/**
 * Files one row as the API files what a citizen says, if it was not filed before: by this import, cut short, or by an earlier
 * one of the same rows.
 *
 * Two equal rows of one file are two complaints: a row is known by where it stands among all of them.
 */
export async function fileRow(
  { COMPLAINT_TABLE, STATISTICS_TABLE }: z.infer<typeof FileRowsSettings>,
  { id, by, content = '', startedAt, askedAt }: Import,
  { sheet, row, filing, receivedAt }: RowToFile,
  at: Instant,
): Promise<FiledRow> {
  const begunAt = startedAt ?? askedAt;
  const usedAt = Math.floor(toMillis(begunAt) / 1_000);
  const key = `import.${createHmac('sha256', content)
    .update(JSON.stringify([sheet, row]))
    .digest('base64url')}`;
  const { title, text, location, petitioner } = filing;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const complaint = newComplaint(
      { ...filing, ward: wardOf(filing.district, filing.location) },
      {
        account: by,
        filedBy: by,
        receivedAt: receivedAt ?? begunAt,
        serial: randomInt(serialCount),
        ...(receivedAt !== undefined && isOld(receivedAt, begunAt) ? { backfilledAt: begunAt } : {}),
      },
    );
    const { number, channel, district } = complaint;
    const counting = countingOf(undefined, caseFact(complaint));
    const finding = firstFinding(complaint, { title, text, location });
    const kept = await keepFiling(COMPLAINT_TABLE, {
      complaint,
      words: { title, text, location },
      petitioner,
      // A row names its petitioner; whom the classification protects is moved apart then.
      petitionerIn: COMPLAINT_TABLE,
      // Nobody is told this code: who wants to follow the case asks the desk.
      access: hashSecretCode(newSecretCode()),
      key: { key, bodyHash: content, answer: { number, import: id }, usedAt, expiresAt: usedAt + KNOWN_SECONDS },
      ...(finding === undefined ? {} : { finding }),
      ...(counting === undefined ? {} : { counted: { table: STATISTICS_TABLE, counting } }),
      telling: {
        at,
        actor: { kind: 'person', id: by },
        action: 'filed',
        facts: { channel, ...(district === undefined ? {} : { district }), import: id, row },
      },
    });
    if (kept === 'filed') return { sheet, row, number, isNew: true };
    if (kept !== 'key-used') continue;
    const used = await readKey(COMPLAINT_TABLE, key, usedAt);
    if (used === undefined) continue;
    const answer = Answer.parse(used.answer);
    return { sheet, row, number: answer.number, isNew: answer.import === id };
  }
  throw new TransientFault(`row ${row} of import ${id} was not filed in ${TRIES} tries`, undefined);
}
