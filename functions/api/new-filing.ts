import { randomInt } from 'node:crypto';
import { readKey } from '#functions/aws/complaint-access.ts';
import { keepFiling } from '#functions/aws/complaint-filing.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import { hashSecretCode, newSecretCode } from '#functions/middleware/secret-code.ts';
import { toMillis } from '#rules/clock/instant.ts';
import { serialCount } from '#rules/complaint-number.ts';
import { firstFinding } from '#rules/finding.ts';
import { newComplaint } from '#rules/new-complaint.ts';
import { livesApart } from '#rules/people/protection.ts';
import { caseFact } from '#rules/statistics/case-fact.ts';
import { countingOf } from '#rules/statistics/counting.ts';
import { wardNamed, wardOf } from '#rules/statistics/ward-of.ts';
import { type Filing, Receipt } from '#schemas/api/citizen.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { PersonId } from '#schemas/person.ts';
import type { Ward } from '#schemas/ward.ts';
import { hashIdempotencyKey, seal, sealedHash, unseal } from './access-code.ts';
import { claimFiles, findFiles, ownerOf } from './check-files.ts';
import { KEY_SECONDS } from './say.ts';

type Settings = {
  readonly COMPLAINT_TABLE: string;
  readonly IDENTITY_TABLE: string;
  readonly FILE_BUCKET: string;
  readonly STATISTICS_TABLE: string;
};

/**
 * What is filed, when, and by whose account: a channel app's, or an official's who writes down what a caller says.
 *
 * `tellsApp`: the app is told what happens to it.
 */
export type NewFiling = {
  readonly at: Instant;
  readonly body: Filing;
  readonly account: PersonId;
  readonly idempotencyKey: string;
  readonly tellsApp?: boolean;
  readonly isForCaller?: boolean;
};

/** How many numbers are tried when chance gives one that exists. */
const TRIES = 5;

/**
 * Keeps what somebody says to the city and gives its number and access code: the one place where complaints begin.
 *
 * The number comes from chance and tells nothing but its day. A repeat with the same key and body gets the same answer,
 * as long as the key is kept (30 days). Who files under protection or without a name is kept apart from the complaint.
 *
 * Its attachments are looked at before anything is kept: one that is refused leaves nothing behind but the uploads, and the key unused.
 *
 * @throws Refused `idempotency-key-reused`, `no-address-for-notices`, `ward-unknown`, and for attachments as `findFiles` and `claimFiles`
 */
export async function keepNewFiling(settings: Settings, filing: NewFiling): Promise<Reply> {
  const { COMPLAINT_TABLE: table, IDENTITY_TABLE, STATISTICS_TABLE } = settings;
  const { at, body, account, idempotencyKey, tellsApp = false, isForCaller = false } = filing;
  checkFiling(body, account, tellsApp);
  const ward = wardOfFiling(body);
  const usedAt = Math.floor(toMillis(at) / 1000);
  const key = { key: hashIdempotencyKey(account, idempotencyKey), bodyHash: sealedHash(body, idempotencyKey) };
  // A repeat finds its own uploads used: it is known by its key before they are looked at.
  const before = body.attachments?.length ? await readKey(table, key.key, usedAt) : undefined;
  if (before !== undefined) return repeated(before, key.bodyHash, idempotencyKey);
  const files = await findFiles(settings, body.attachments ?? [], { owner: ownerOf.caller({ id: account }), at });
  const attachments = claimFiles(files, { identity: body.identity, by: 'petitioner', at });
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const accessCode = newSecretCode();
    const complaint = newComplaint(
      { ...body, ward },
      {
        account,
        receivedAt: at,
        serial: randomInt(serialCount),
        ...(isForCaller ? { filedBy: account } : {}),
      },
    );
    const counting = countingOf(undefined, caseFact(complaint));
    const { number, status, receivedAt } = complaint;
    const answer = { number, status, receivedAt, accessCode: seal(accessCode, idempotencyKey) };
    const { title, text, location, petitioner } = body;
    const words = { title, text, location };
    const finding = firstFinding(complaint, words);
    const kept = await keepFiling(table, {
      complaint,
      words,
      petitioner,
      petitionerIn: livesApart(complaint) ? IDENTITY_TABLE : table,
      access: hashSecretCode(accessCode),
      key: { ...key, answer, usedAt, expiresAt: usedAt + KEY_SECONDS },
      tellsApp,
      attachments,
      ...(finding === undefined ? {} : { finding }),
      ...(counting === undefined ? {} : { counted: { table: STATISTICS_TABLE, counting } }),
      telling: {
        at,
        actor: { kind: 'person', id: account },
        action: 'filed',
        facts: { ...factsOf(body), ...(isForCaller ? { forCaller: true } : {}) },
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

function checkFiling({ petitioner }: Filing, account: PersonId, tellsApp: boolean): void {
  if (petitioner.notifyBy.includes('channel') && !tellsApp) {
    throw new Refused('no-address-for-notices', `notifyBy names channel, but '${account}' has no subscription`);
  }
  for (const by of petitioner.notifyBy) {
    if (by === 'channel') continue;
    const member = by === 'sms' ? 'phone' : 'email';
    if (petitioner[member] !== undefined) continue;
    throw new Refused('no-address-for-notices', `notifyBy names ${by}, but petitioner.${member} is missing`);
  }
}

/** The ward that was said or, if none was, the one that the place names. */
function wardOfFiling({ district, ward, location }: Filing): Ward | undefined {
  if (ward === undefined) return wardOf(district, location);
  const found = wardNamed(district, ward);
  if (found !== undefined) return found;
  const where =
    district === undefined ? 'which district it is in was not said' : `district '${district}' has no such ward`;
  throw new Refused('ward-unknown', `ward '${ward}': ${where}`);
}
