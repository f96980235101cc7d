import { createHash, randomInt } from 'node:crypto';
import type * as z from 'zod';
import { sendMail } from '#functions/aws/mail.ts';
import { sendSms } from '#functions/aws/notice-topic.ts';
import { addressKey, type PendingItem, pendingKey } from '#functions/aws/registry-items.ts';
import { type KeptAddress, keepPending, readAddress, readRegistration } from '#functions/aws/registry-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { hashSecretCode, newSecretCode } from '#functions/middleware/secret-code.ts';
import { toMillis } from '#rules/clock/instant.ts';
import { codesOfLastHour, codeText, codeUntil, mayAskForCode } from '#rules/registration/codes.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { registrationOperations } from '#schemas/api/registration.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import { type PendingRegistration, RegistrationId } from '#schemas/registration.ts';
import type { RegistrationApiSettings } from '#schemas/settings.ts';

type Settings = z.infer<typeof RegistrationApiSettings>;
type Operations = typeof registrationOperations;
type Where = { readonly phone?: string | undefined; readonly email?: string | undefined };

const LAPS = 4;
/** A day: an address that nobody registered is forgotten then. */
const FORGET_SECONDS = 86_400;

/**
 * Sends a code to an address; who types it there registers it. An address that is registered already is confirmed anew.
 *
 * @throws Refused too-many-codes
 */
export async function register(
  settings: Settings,
  { at, body }: ApiRequest<ById<Operations, 'register'>>,
): Promise<Reply> {
  const { phone, email, ...wishes } = body;
  return { body: await askForCode(settings, { phone, email }, at, { purpose: 'register', wishes }) };
}

/**
 * Sends a code to an address that is registered; who types it has left. One that is not gets none, and the answer is the same.
 *
 * @throws Refused too-many-codes
 */
export async function askToLeave(
  settings: Settings,
  { at, body }: ApiRequest<ById<Operations, 'askToLeave'>>,
): Promise<Reply> {
  return { body: await askForCode(settings, body, at, { purpose: 'leave' }) };
}

async function askForCode(
  settings: Settings,
  where: Where,
  at: Instant,
  asked: Pick<PendingRegistration, 'purpose' | 'wishes'>,
): Promise<{ id: RegistrationId; untilAt: Instant }> {
  const address = where.phone ?? where.email ?? '';
  const hash = createHash('sha256').update(address).digest('base64url');
  for (let lap = 0; lap < LAPS; lap += 1) {
    const before = await readAddress(settings.REGISTRY_TABLE, hash);
    if (!mayAskForCode(before?.codesAt ?? [], at)) {
      throw new Refused('too-many-codes', 'this address was sent three codes within the last hour');
    }
    const pending: PendingRegistration = {
      id: newRegistrationId(),
      channel: where.phone === undefined ? 'email' : 'sms',
      address,
      ...asked,
      askedAt: at,
      untilAt: codeUntil(at),
      tries: 0,
    };
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const after: KeptAddress = {
      ...addressKey(hash),
      version: 0,
      ...(before?.registration === undefined ? {} : { registration: before.registration }),
      codesAt: [...codesOfLastHour(before?.codesAt ?? [], at), at],
    };
    if (!(await keepPending(settings.REGISTRY_TABLE, itemOf(pending, code, hash), { before, after }))) continue;
    if (asked.purpose === 'register' || before?.registration !== undefined) {
      const language = asked.wishes?.language ?? (await languageOf(settings.REGISTRY_TABLE, before?.registration));
      await sendCode(settings, pending, codeText(code, asked.purpose, language === 'ko'));
    }
    return { id: pending.id, untilAt: pending.untilAt };
  }
  throw new TransientFault(`an address was changed ${LAPS} times meanwhile`, undefined);
}

const itemOf = (pending: PendingRegistration, code: string, addressHash: string): PendingItem => ({
  ...pendingKey(pending.id),
  pending,
  code: hashSecretCode(code),
  addressHash,
  expiresAt: Math.floor(toMillis(pending.untilAt) / 1000) + FORGET_SECONDS,
});

async function languageOf(table: string, id: string | undefined): Promise<string | undefined> {
  return id === undefined ? undefined : (await readRegistration(table, id))?.registration.language;
}

/** The code is kept before it is sent: whoever never gets it asks for another. */
async function sendCode(settings: Settings, { channel, address }: PendingRegistration, text: string): Promise<void> {
  try {
    if (channel === 'sms') await sendSms(settings.SMS_REGION, address, text);
    else await sendMail(settings.MAIL_FROM, address, text, text);
  } catch (error) {
    throw new TransientFault('sending a code', error);
  }
}

/** Sixteen characters by chance. */
const newRegistrationId = (): RegistrationId => RegistrationId.parse((newSecretCode() + newSecretCode()).slice(0, 16));
