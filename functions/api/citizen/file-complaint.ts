import { randomInt } from 'node:crypto';
import type * as z from 'zod';
import { readKey } from '#functions/aws/complaint-access.ts';
import { keepFiling } from '#functions/aws/complaint-filing.ts';
import { readSubscription } from '#functions/aws/subscription-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { hashSecretCode, newSecretCode } from '#functions/middleware/secret-code.ts';
import { complaintNumber, serialCount } from '#rules/complaint-number.ts';
import { seoulDateOf, toMillis } from '#rules/instant.ts';
import { livesApart } from '#rules/protection.ts';
import type { citizenOperations } from '#schemas/api/citizen.ts';
import { type Filing, Receipt } from '#schemas/api/citizen.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { CitizenApiSettings } from '#schemas/settings.ts';
import { hashIdempotencyKey, seal, sealedHash, unseal } from '../access-code.ts';
import { claimFiles, findFiles, ownerOf } from '../check-files.ts';
import { KEY_SECONDS } from '../say.ts';

type Request = ApiRequest<ById<typeof citizenOperations, 'fileComplaint'>>;

/** How many numbers are tried when chance gives one that exists. */
const TRIES = 5;

/**
 * Keeps what a citizen says and gives its number and access code.
 *
 * The number comes from chance and tells nothing but its day. A repeat with the same key and body gets the same answer,
 * as long as the key is kept (30 days). Who files under protection or without a name is kept apart from the complaint.
 *
 * Its attachments are looked at before anything is kept: one that is refused leaves nothing behind but the uploads, and the key unused.
 *
 * @throws Refused `idempotency-key-reused`, `no-address-for-notices`, and for attachments as `findFiles` and `claimFiles`
 */
export async function fileComplaint(
  settings: z.infer<typeof CitizenApiSettings>,
  { at, caller, body, idempotencyKey = '' }: Request,
): Promise<Reply> {
  const { COMPLAINT_TABLE: table, IDENTITY_TABLE, SUBSCRIPTION_TABLE } = settings;
  checkFiling(body);
  const tellsApp = (await readSubscription(SUBSCRIPTION_TABLE, caller.id)) !== undefined;
  if (body.petitioner.notifyBy.includes('channel') && !tellsApp) {
    throw new Refused('no-address-for-notices', `notifyBy names channel, but app '${caller.id}' has no subscription`);
  }
  const usedAt = Math.floor(toMillis(at) / 1000);
  const key = { key: hashIdempotencyKey(caller.id, idempotencyKey), bodyHash: sealedHash(body, idempotencyKey) };
  // A repeat finds its own uploads used: it is known by its key before they are looked at.
  const before = body.attachments?.length ? await readKey(table, key.key, usedAt) : undefined;
  if (before !== undefined) return repeated(before, key.bodyHash, idempotencyKey);
  const files = await findFiles(settings, body.attachments ?? [], { owner: ownerOf.caller(caller), at });
  const attachments = claimFiles(files, { identity: body.identity, by: 'petitioner', at });
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const accessCode = newSecretCode();
    const complaint = complaintOf(body, caller.id, at);
    const { number, status, receivedAt } = complaint;
    const answer = { number, status, receivedAt, accessCode: seal(accessCode, idempotencyKey) };
    const { title, text, location, petitioner } = body;
    const kept = await keepFiling(table, {
      complaint,
      words: { title, text, location },
      petitioner,
      petitionerIn: livesApart(complaint) ? IDENTITY_TABLE : table,
      access: hashSecretCode(accessCode),
      key: { ...key, answer, usedAt, expiresAt: usedAt + KEY_SECONDS },
      tellsApp,
      attachments,
      telling: {
        at,
        actor: { kind: 'person', id: caller.id },
        action: 'filed',
        facts: factsOf(body),
      },
    });
    if (kept === 'filed') return reply({ ...answer, accessCode });
    if (kept === 'upload-used') throw new Refused('attachment-used', 'one of the attachments was filed meanwhile');
    if (kept === 'key-used') {
      const used = await readKey(table, key.key, usedAt);
      if (used !== undefined) return repeated(used, key.bodyHash, idempotencyKey);
    }
  }
  throw new TransientFault(`no free number in ${TRIES} tries`, undefined);
}

function repeated(
  used: { bodyHash: string; answer: Record<string, unknown> },
  bodyHash: string,
  idempotencyKey: string,
): Reply {
  if (used.bodyHash !== bodyHash) {
    throw new Refused('idempotency-key-reused', 'this Idempotency-Key was used with another body');
  }
  return reply({ ...used.answer, accessCode: unseal(String(used.answer.accessCode), idempotencyKey) });
}

const reply = (receipt: unknown): Reply => {
  const body = Receipt.parse(receipt);
  return { body, headers: { location: `/v1/complaints/${body.number}` } };
};

const factsOf = ({ channel, district, attachments = [] }: Filing) => ({
  channel,
  ...(district === undefined ? {} : { district }),
  ...(attachments.length === 0 ? {} : { attachments: attachments.length }),
});

function checkFiling({ petitioner }: Filing): void {
  for (const by of petitioner.notifyBy) {
    if (by === 'channel') continue;
    const member = by === 'sms' ? 'phone' : 'email';
    if (petitioner[member] !== undefined) continue;
    throw new Refused('no-address-for-notices', `notifyBy names ${by}, but petitioner.${member} is missing`);
  }
}

function complaintOf(filing: Filing, channelApp: string, receivedAt: Instant): Complaint {
  const { channel, language, identity, kind, district } = filing;
  const number = complaintNumber({ receivedOn: seoulDateOf(receivedAt), serial: randomInt(serialCount) });
  return {
    number: ComplaintNumber.parse(number),
    channel,
    channelApp,
    language,
    identity,
    kindChosen: kind,
    district,
    receivedAt,
    stage: 'receive',
    status: 'received',
    round: 1,
    rungs: [],
    rungsDone: [],
  };
}
