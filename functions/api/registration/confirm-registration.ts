import type { PendingItem } from '#functions/aws/registry-items.ts';
import {
  countWrongTry,
  type KeptRegistration,
  keepRegistration,
  readAddress,
  readPending,
  readRegistration,
} from '#functions/aws/registry-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { hashSecretCode, isSecretCode, newSecretCode } from '#functions/middleware/secret-code.ts';
import { isCodeOpen } from '#rules/registration/codes.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { registrationOperations } from '#schemas/api/registration.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Registration } from '#schemas/registration.ts';
import { hasLeft } from './has-left.ts';

const LAPS = 4;

/**
 * Does what the code was asked for, once: registers the address, or lets it leave. An address that was registered keeps its
 * id and has from now on what was asked for last.
 *
 * @throws Refused code-wrong for a code that is not the one, is over, or was tried five times
 */
export async function confirmRegistration(
  table: string,
  { at, params: { id }, body: { code } }: ApiRequest<ById<typeof registrationOperations, 'confirmRegistration'>>,
): Promise<Reply> {
  for (let lap = 0; lap < LAPS; lap += 1) {
    const item = await readPending(table, id);
    if (item === undefined || !isCodeOpen(item.pending, at)) throw codeWrong();
    if (!isSecretCode(code, item.code)) {
      if (await countWrongTry(table, item)) throw codeWrong();
    } else {
      const done =
        item.pending.purpose === 'leave' ? await confirmLeaving(table, item, at) : await admit(table, item, at);
      if (done !== undefined) return { body: done };
    }
  }
  throw new TransientFault(`a registration was changed ${LAPS} times meanwhile`, undefined);
}

const codeWrong = (): Refused => new Refused('code-wrong', 'this is not the code that was sent, or it holds no longer');

async function admit(table: string, { pending, addressHash }: PendingItem, at: Instant): Promise<object | undefined> {
  const address = await readAddress(table, addressHash);
  if (address === undefined || pending.wishes === undefined) throw codeWrong();
  const before = await registrationOf(table, address.registration);
  const secret = newSecretCode();
  const registration: Registration = {
    ...pending.wishes,
    id: before?.registration.id ?? pending.id,
    channel: pending.channel,
    address: pending.address,
    registeredAt: before?.registration.registeredAt ?? at,
  };
  const isKept = await keepRegistration(table, {
    before: before?.registration,
    after: { registration, secret: { ...hashSecretCode(secret), wrong: 0 } },
    address: { before: address, after: { ...address, registration: registration.id } },
    pendingId: pending.id,
  });
  return isKept ? { id: registration.id, status: 'registered', secret } : undefined;
}

async function confirmLeaving(
  table: string,
  { pending, addressHash }: PendingItem,
  at: Instant,
): Promise<object | undefined> {
  const address = await readAddress(table, addressHash);
  const before = await registrationOf(table, address?.registration);
  if (address === undefined || before === undefined) throw codeWrong();
  const { registration: _left, ...rest } = address;
  const isKept = await keepRegistration(table, {
    before: before.registration,
    after: { ...before, registration: hasLeft(before.registration, at) },
    address: { before: address, after: rest },
    pendingId: pending.id,
  });
  return isKept ? { id: before.registration.id, status: 'left' } : undefined;
}

async function registrationOf(table: string, id: string | undefined): Promise<KeptRegistration | undefined> {
  return id === undefined ? undefined : readRegistration(table, id);
}
