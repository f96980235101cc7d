import type { Case } from '#functions/aws/complaint-items.ts';
import { readCase } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import { givenAttachments, shownAttachments } from '#rules/attachments.ts';
import { outsideTransfersOf } from '#rules/outside-transfers.ts';
import { mayInstitutionSee } from '#rules/people/access.ts';
import { InstitutionCase } from '#schemas/api/institution-case.ts';
import type { Instant } from '#schemas/instant.ts';
import type { InstitutionId } from '#schemas/institution.ts';
import { noSuchCase, numberOf } from '../official/check-sight.ts';

/** Who looks: somebody of an institution, or whoever was mailed about the transfer `asked`. */
type Looking = {
  readonly number: string;
  readonly at: Instant;
  readonly institution?: InstitutionId;
  readonly asked?: number;
};

/**
 * Shows a case to the institution that was asked to take it, or has accepted it.
 *
 * @param asked which transfer, where only that one gives the right
 * @throws Refused complaint-not-found for any other case
 */
export async function showToInstitution(
  table: string,
  { number: text, at, institution, asked }: Looking,
): Promise<Reply> {
  const number = numberOf(text);
  const found = await readCase(table, number);
  if (found === undefined) throw noSuchCase(number);
  const { outside } = found.complaint;
  const isMeant = asked === undefined || outside?.asked === asked;
  if (!isMeant || !mayInstitutionSee(found.complaint, institution ?? outside?.institution)) throw noSuchCase(number);
  return { body: InstitutionCase.parse(shown(found, at)), headers: { etag: `"${found.desk.version}"` } };
}

function shown(
  { complaint, desk, words, petitioner, signals, audit, attachments, answers }: Case,
  asOf: Instant,
): object {
  const { number, channel, language, district, classification, receivedAt, identity, assignment, outside } = complaint;
  const { name, phone, email } = petitioner ?? {};
  return {
    number,
    version: desk.version,
    channel,
    language,
    district,
    kind: classification?.kind,
    topic: classification?.topic,
    ...words,
    // Before it has accepted nobody there needs to know who it was; of whoever asked for protection, ever.
    petitioner: outside?.acceptedAt !== undefined && identity === 'named' ? { name, phone, email } : {},
    attachments: shownAttachments(complaint, givenAttachments(attachments, { signals, answers })),
    receivedAt,
    sender: assignment?.departmentName,
    reason: outsideTransfersOf(signals, audit).at(-1)?.reason,
    askedAt: outside?.askedAt,
    untilAt: outside?.untilAt,
    acceptedAt: outside?.acceptedAt,
    reference: outside?.reference,
    asOf,
  };
}
