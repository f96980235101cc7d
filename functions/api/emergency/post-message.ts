import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { keepMessage, readMessage, readMessageKey, readSame } from '#functions/aws/emergency-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest, Caller } from '#functions/middleware/api-request.ts';
import { followingContent } from '#rules/emergency/following.ts';
import type { emergencyOperations } from '#schemas/api/emergency.ts';
import type { ById } from '#schemas/api/operation.ts';
import { type EmergencyMessage, MessageId } from '#schemas/emergency-message.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { EmergencyApiSettings } from '#schemas/settings.ts';
import { hashBody, hashIdempotencyKey } from '../access-code.ts';
import { deciderOf, messageOf } from './decide-message.ts';

type Settings = z.infer<typeof EmergencyApiSettings>;
type Posting = { readonly at: Instant; readonly caller: Caller; readonly idempotencyKey: string | undefined };
type What = Pick<EmergencyMessage, 'kind' | 'first' | 'content'>;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LAPS = 5;

/**
 * Keeps a draft; its dry run follows. The same one posted twice is one: under the same key, or in the same words to the
 * same people while the first has not ended.
 *
 * @throws Refused `idempotency-key-reused`, `wrong-group`
 */
export function postMessage(
  settings: Settings,
  posting: Posting,
  content: EmergencyMessage['content'],
): Promise<Reply> {
  return keep(settings, posting, { kind: 'first', content });
}

/**
 * Keeps the draft of a correction or an all clear, linked to the message that it follows.
 *
 * @throws Refused `nobody-got-it`, `still-sending`, `follows-another`, `not-found`, as postMessage
 */
export async function correctMessage(
  settings: Settings,
  request: ApiRequest<ById<typeof emergencyOperations, 'correctEmergencyMessage'>>,
): Promise<Reply> {
  const first = await messageOf(settings.EMERGENCY_TABLE, request.params.id);
  const content = followingContent(first, request.body);
  if ('refused' in content) throw new Refused(content.refused, content.message);
  return keep(settings, request, { kind: request.body.kind, first: first.id, content });
}

async function keep(
  { EMERGENCY_TABLE: table, CITY_TABLE }: Settings,
  { at, caller, idempotencyKey = '' }: Posting,
  what: What,
): Promise<Reply> {
  const by = await deciderOf(CITY_TABLE, caller);
  const key = hashIdempotencyKey(caller.id, idempotencyKey);
  const bodyHash = hashBody(what);
  for (let lap = 0; lap < LAPS; lap += 1) {
    const used = await readMessageKey(table, key);
    if (used !== undefined && used.bodyHash !== bodyHash) {
      throw new Refused('idempotency-key-reused', 'this Idempotency-Key was used with another body');
    }
    const [byKey, same] = [used?.id, used === undefined ? await readSame(table, bodyHash) : undefined];
    const known = await messageBy(table, byKey ?? same);
    if (known !== undefined && (byKey !== undefined || known.endedAt === undefined)) return replyOf(known);
    const message = newMessage(MessageId.parse(idOf(key)), what, { at, by });
    const event = {
      version: 1,
      at,
      by: by.id,
      action: 'posted',
      facts: { kind: what.kind, purpose: what.content.purpose },
    };
    const isKept = await keepMessage(table, message, { key, bodyHash, same: bodyHash }, event, same);
    if (isKept) return replyOf(message);
  }
  throw new TransientFault(`a message was posted ${LAPS} times at once`, undefined);
}

const replyOf = ({ id, version, stage }: EmergencyMessage): Reply => ({
  body: { id, version, stage },
  headers: { location: `/v1/emergency-messages/${id}` },
});

async function messageBy(table: string, id: string | undefined): Promise<EmergencyMessage | undefined> {
  return id === undefined ? undefined : readMessage(table, MessageId.parse(id));
}

function newMessage(
  id: MessageId,
  what: What,
  { at, by }: { at: Instant; by: { id: EmergencyMessage['postedBy']; personId: EmergencyMessage['postedBy'] } },
): EmergencyMessage {
  return {
    ...what,
    id,
    version: 1,
    stage: 'draft',
    authors: [by.personId],
    postedBy: by.id,
    postedAt: at,
    execution: 1,
    started: 0,
  };
}

/** Twelve characters from the key, so that a repeat finds the message that it made. */
function idOf(key: string): string {
  const bytes = createHash('sha256').update(`message ${key}`).digest();
  return Array.from({ length: 12 }, (_, at) => ALPHABET[(bytes[at] ?? 0) % ALPHABET.length]).join('');
}
