import { createHash } from 'node:crypto';
import {
  countWrongSecret,
  type KeptAddress,
  type KeptRegistration,
  keepRegistration,
  readAddress,
  readRegistration,
} from '#functions/aws/registry-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { isSecretCode } from '#functions/middleware/secret-code.ts';
import { afterWrongCode, isClosedForCodes } from '#rules/code-window.ts';
import type { ById } from '#schemas/api/operation.ts';
import { RegistrationShown, type registrationOperations } from '#schemas/api/registration.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Registration } from '#schemas/registration.ts';
import { hasLeft } from './has-left.ts';

type Operations = typeof registrationOperations;
type Own = { readonly at: Instant; readonly params: { readonly id: string }; readonly accessCode: string | undefined };

const LAPS = 4;

/** A registration as its owner sees it. @throws Refused not-found without its secret */
export async function readRegistrationOf(table: string, request: Own): Promise<Reply> {
  const { registration } = await ownRegistration(table, request);
  return shown(registration);
}

/** Other wishes of the same owner. @throws Refused not-found without the secret, or after they left */
export function changeRegistration(
  table: string,
  request: ApiRequest<ById<Operations, 'changeRegistration'>>,
): Promise<Reply> {
  return changed(table, request, (before) => ({ ...before, ...request.body }));
}

/** Leaves; to leave again changes nothing. @throws Refused not-found without the secret */
export async function leave(table: string, request: Own): Promise<Reply> {
  const { registration } = await ownRegistration(table, request);
  if (registration.leftAt !== undefined) return shown(registration);
  return changed(table, request, (before) => hasLeft(before, request.at));
}

async function changed(table: string, request: Own, after: (before: Registration) => Registration): Promise<Reply> {
  for (let lap = 0; lap < LAPS; lap += 1) {
    const kept = await ownRegistration(table, request);
    if (kept.registration.leftAt !== undefined) throw notFound(request.params.id);
    const address = await addressOf(table, kept.registration);
    const registration = after(kept.registration);
    const { registration: _mine, ...free } = address;
    const isKept = await keepRegistration(table, {
      before: kept.registration,
      after: { ...kept, registration },
      address: { before: address, after: registration.leftAt === undefined ? address : free },
    });
    if (isKept) return shown(registration);
  }
  throw new TransientFault(`a registration was changed ${LAPS} times meanwhile`, undefined);
}

async function addressOf(table: string, { address, id }: Registration): Promise<KeptAddress> {
  const hash = createHash('sha256').update(address).digest('base64url');
  const found = await readAddress(table, hash);
  if (found?.registration !== id) throw notFound(id);
  return found;
}

/** The registration, if the secret is its own; five wrong ones within 15 minutes close it for 15 minutes. */
async function ownRegistration(table: string, { at, params: { id }, accessCode }: Own): Promise<KeptRegistration> {
  const kept = await readRegistration(table, id);
  if (kept === undefined || isForgotten(kept.registration, at) || isClosedForCodes(kept.secret, at)) throw notFound(id);
  if (accessCode !== undefined && isSecretCode(accessCode, kept.secret)) return kept;
  if (accessCode !== undefined && !(await countWrongSecret(table, kept, afterWrongCode(kept.secret, at)))) {
    throw new TransientFault('another secret was tried meanwhile', undefined);
  }
  throw notFound(id);
}

const isForgotten = ({ forgetAt }: Registration, at: Instant): boolean => forgetAt !== undefined && at >= forgetAt;

const notFound = (id: string): Refused =>
  new Refused('not-found', `no registration has the id '${id}', or not with this secret`);

function shown({ address: _address, forgetAt: _forgetAt, ...registration }: Registration): Reply {
  return { body: RegistrationShown.parse(registration) };
}
