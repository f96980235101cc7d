import type * as z from 'zod';
import { readHolidays } from '#functions/aws/city-table.ts';
import { readTransferCode } from '#functions/aws/complaint-access.ts';
import { keepChange } from '#functions/aws/complaint-change.ts';
import type { Case } from '#functions/aws/complaint-items.ts';
import { readAccess, readCase } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { givenAttachments } from '#rules/attachments.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { afterHearing } from '#rules/hearing.ts';
import { mayInstitutionSee } from '#rules/people/access.ts';
import { isHiddenFromAuditor } from '#rules/people/named-people.ts';
import { actorOf } from '#rules/people/speaker-name.ts';
import type { attachmentOperations } from '#schemas/api/attachment.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { Attachment } from '#schemas/attachment.ts';
import type { Actor } from '#schemas/audit-entry.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { AttachmentApiSettings } from '#schemas/settings.ts';
import { byCode } from '../code-door.ts';
import { institutionOfPerson } from '../institution/institution-of.ts';
import { absentFor } from '../official/absent-for.ts';
import { checkSight, noSuchCase, numberOf } from '../official/check-sight.ts';
import { personOf } from '../official/person-of.ts';
import { asPetitioner } from '../petitioner-door.ts';
import { serveFile } from './serve-file.ts';

type Settings = z.infer<typeof AttachmentApiSettings>;
type Asked<Id extends 'readAttachment' | 'readAttachmentOfCase' | 'readAttachmentOfTransfer'> = ApiRequest<
  ById<typeof attachmentOperations, Id>
>;

/** How often a look is recorded anew because the case moved meanwhile. */
const LAPS = 8;

/**
 * Gives the petitioner a file of their complaint.
 *
 * @throws Refused complaint-not-found, and as `serveFile`
 */
export async function readAttachment(
  settings: Settings,
  { at, params, accessCode, query }: Asked<'readAttachment'>,
): Promise<Reply> {
  const { COMPLAINT_TABLE: table } = settings;
  const { number } = await asPetitioner(table, { number: params.number, accessCode, at }, readAccess);
  const found = await caseOf(table, number);
  const file = fileOf(givenAttachments(found.attachments, found), params.attachment, number);
  return serveFile(settings, await asItWillBe(settings, found), file, { at, ...query });
}

/**
 * Gives a file of a case to whoever may see the case by their token: the person named, their lead and who stands in, the central
 * desk, an institution by its transfer, an auditor. The look is recorded before the file is given.
 *
 * @throws Refused not-yours, complaint-not-found, and as `serveFile`
 */
export async function readAttachmentOfCase(
  settings: Settings,
  { at, caller, params, query }: Asked<'readAttachmentOfCase'>,
): Promise<Reply> {
  const { CITY_TABLE } = settings;
  const number = numberOf(params.number);
  const person = await personOf(CITY_TABLE, caller);
  const standsInFor = await absentFor(CITY_TABLE, caller, at);
  const institution = institutionOfPerson(person);
  const look = async (found: Case): Promise<{ attachments: readonly Attachment[]; actor: Actor }> => {
    if (institution !== undefined) {
      if (!mayInstitutionSee(found.complaint, institution)) throw noSuchCase(number);
      const actor = actorOf({ role: 'institution', institution, person: caller.id });
      return { attachments: givenAttachments(found.attachments, found), actor };
    }
    const isAuditor = person.groups.includes('auditor');
    if (isAuditor && isHiddenFromAuditor(found.complaint, caller.id)) throw noSuchCase(number);
    if (!isAuditor) checkSight(found.complaint, person, standsInFor);
    return { attachments: found.attachments, actor: { kind: 'person', id: caller.id } };
  };
  const { found, file } = await recorded(settings, { number, at, id: params.attachment }, look);
  return serveFile(settings, await asItWillBe(settings, found), file, { at, ...query });
}

/**
 * Gives a file to the institution that was asked by mail, as long as the mail's code opens the case. The look is recorded.
 *
 * @throws Refused complaint-not-found, and as `serveFile`
 */
export async function readAttachmentOfTransfer(
  settings: Settings,
  { at, params, transferCode, query }: Asked<'readAttachmentOfTransfer'>,
): Promise<Reply> {
  const knock = { number: params.number, code: transferCode, at, door: 'transfer-code' } as const;
  const refused = 'no transfer has this number and this code';
  const { number, access } = await byCode(settings.COMPLAINT_TABLE, knock, readTransferCode, refused);
  const look = async (found: Case): Promise<{ attachments: readonly Attachment[]; actor: Actor }> => {
    const { outside } = found.complaint;
    const isOpen = outside?.asked === access.asked && at <= outside.untilAt;
    if (!isOpen || !mayInstitutionSee(found.complaint, outside.institution)) throw noSuchCase(number);
    const actor = actorOf({ role: 'institution', institution: outside.institution });
    return { attachments: givenAttachments(found.attachments, found), actor };
  };
  const { found, file } = await recorded(settings, { number, at, id: params.attachment }, look);
  return serveFile(settings, await asItWillBe(settings, found), file, { at, ...query });
}

async function caseOf(table: string, number: string): Promise<Case> {
  const found = await readCase(table, number);
  if (found === undefined) throw noSuchCase(number);
  return found;
}

function fileOf(attachments: readonly Attachment[], id: string, number: string): Attachment {
  const file = attachments.find((one) => one.id === id);
  if (file === undefined) throw new Refused('attachment-not-found', `complaint ${number} has no attachment ${id}`);
  return file;
}

/** Reads the case and records the look over it, anew when the case has moved meanwhile. */
async function recorded(
  { COMPLAINT_TABLE: table }: Settings,
  { number, at, id }: { readonly number: string; readonly at: Instant; readonly id: string },
  look: (found: Case) => Promise<{ attachments: readonly Attachment[]; actor: Actor }>,
): Promise<{ found: Case; file: Attachment }> {
  for (let lap = 0; lap < LAPS; lap += 1) {
    const found = await caseOf(table, number);
    const { attachments, actor } = await look(found);
    const file = fileOf(attachments, id, number);
    const telling = { at, actor, action: 'attachment-read', facts: { attachment: file.id } };
    const { done } = await keepChange(table, number, { desk: found.desk, isSeen: false, telling });
    if (done) return { found, file };
  }
  throw new TransientFault(`complaint ${number} moved ${LAPS} times while its attachment was read`, undefined);
}

/** The complaint as it will be when all that was said is heard: whom that protects is protected at once. */
async function asItWillBe({ CITY_TABLE }: Settings, { complaint, signals }: Case) {
  const unheard = signals.filter(({ status }) => status === 'said');
  if (unheard.length === 0) return complaint;
  return afterHearing(complaint, unheard, cityCalendar(await readHolidays(CITY_TABLE)));
}
