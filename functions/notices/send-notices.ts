import * as z from 'zod';
import { type Correspondence, readCorrespondence, readSignal } from '#functions/aws/complaint-table.ts';
import { readIdentity } from '#functions/aws/identity-table.ts';
import { moveNotice } from '#functions/aws/notice-ledger.ts';
import { enqueue } from '#functions/aws/retry-queue.ts';
import { log } from '#functions/middleware/log.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { Notice } from '#schemas/notice.ts';
import type { Petitioner } from '#schemas/petitioner.ts';
import type { NoticeSettings } from '#schemas/settings.ts';
import { type Address, addressOf, addressOfInstitution, type PersonOf, peopleOfBatch } from './address.ts';
import { compose } from './compose.ts';
import { ATTEMPTS, deliver, wasRefused } from './deliver.ts';
import { planDigest } from './digest.ts';
import { isStillAsked, openDoor } from './transfer-door.ts';

type Settings = z.infer<typeof NoticeSettings>;

/** Before a notice whose send was begun is judged, or sent again, seconds: longer than this function can run. */
const REST_SECONDS = 60;

/** What stands in the retry queue: a complaint, and the send of one notice that had begun when it was put there. */
export const LookAgain = z.object({
  number: z.string(),
  begun: z.object({ order: z.int(), attempt: z.int() }).optional(),
});
export type LookAgain = z.infer<typeof LookAgain>;

/**
 * Sends what is planned for a complaint, in the order it was planned.
 *
 * Each send is claimed in the ledger first. A send that was begun and never ended is looked at again after a rest; if it
 * is still the same one then, the process died between send and record: it becomes `uncertain` and is never repeated.
 *
 * @param personOf default: reads each of the city's people once
 * @throws TransientFault when the table or the retry queue was busy; the same call can succeed later
 */
export async function sendNotices(
  settings: Settings,
  { number, begun }: LookAgain,
  personOf = peopleOfBatch(settings.CITY_TABLE),
): Promise<void> {
  const found = await readCorrespondence(settings.COMPLAINT_TABLE, number);
  if (found === undefined) return;
  for (const notice of found.notices) {
    if (notice.missedAt !== undefined) {
      if (notice.status === 'planned') await planDigest(settings, number, notice);
    } else if (notice.status === 'planned') {
      // A later notice never overtakes one that has to wait.
      if (!(await send(settings, found, notice, personOf))) return;
    } else if (notice.status === 'sending') {
      if (begun?.order !== notice.order || begun.attempt !== notice.attempt) {
        await lookAgain(settings, { number, begun: { order: notice.order, attempt: notice.attempt } });
        return;
      }
      await moveNotice(settings.COMPLAINT_TABLE, number, notice, { ...notice, status: 'uncertain' });
    }
  }
}

const lookAgain = (settings: Settings, again: LookAgain): Promise<void> =>
  enqueue(settings.NOTICE_QUEUE_URL, [JSON.stringify(again)], REST_SECONDS);

/** Claims and sends one notice; false when it has to be tried again later or somebody else has it. */
async function send(settings: Settings, found: Correspondence, notice: Notice, personOf: PersonOf): Promise<boolean> {
  const { number } = found.complaint;
  const record = (before: Notice, after: Notice) => moveNotice(settings.COMPLAINT_TABLE, number, before, after);
  const address = await whereTo(settings, found, notice, personOf);
  if (address === undefined) {
    await record(notice, { ...notice, status: 'unreachable' });
    return true;
  }
  const reason = await reasonOf(settings, found, notice);
  const sending: Notice = { ...notice, status: 'sending', attempt: notice.attempt + 1, channel: address.channel };
  const giveBack = async (error: unknown): Promise<never> => {
    // Nothing was sent yet.
    await record(sending, { ...sending, status: 'planned', failure: 'TransientFault' });
    throw error;
  };
  if (!(await record(notice, sending))) {
    // Whoever has it may have read the case before the later notices were planned, so somebody looks again.
    await lookAgain(settings, { number });
    return false;
  }
  // After the claim: of two senders at once only one makes a code, and that one is in the mail.
  const door = notice.to.role === 'institution' ? await openDoor(settings, found.complaint).catch(giveBack) : undefined;
  const text = compose(found.complaint, notice, reason, address.channel === 'sms', door);
  let messageId: string;
  try {
    messageId = await deliver(settings, address, { subject: number, text });
  } catch (error) {
    return await afterFailure(settings, number, sending, error);
  }
  // Outside the try: a fault of the record is no refusal of the provider, and the notice is out.
  await record(sending, { ...sending, status: 'accepted', messageId });
  return true;
}

/**
 * Whom the complaint is from. Who lives apart is read there, and only to be told something.
 *
 * @throws TransientFault when they are in neither table: a notice is never given up for that in silence
 */
async function petitionerOf(settings: Settings, { complaint, petitioner }: Correspondence): Promise<Petitioner> {
  const found = petitioner ?? (await readIdentity(settings.IDENTITY_TABLE, complaint.number));
  if (found === undefined) throw new TransientFault(`complaint ${complaint.number} has no petitioner`, undefined);
  return found;
}

/** Where a notice goes; nowhere when there is no address, or an institution is asked no more. */
async function whereTo(
  settings: Settings,
  found: Correspondence,
  { to }: Notice,
  personOf: PersonOf,
): Promise<Address | undefined> {
  if (to.role === 'institution') {
    return isStillAsked(found.complaint, to.id) ? addressOfInstitution(settings.CITY_TABLE, to.id) : undefined;
  }
  const petitioner = to.role === 'petitioner' ? await petitionerOf(settings, found) : undefined;
  return addressOf(personOf, { petitioner }, to);
}

/** Why an official did what the notice tells; nothing in a protected reporter's notice says what it is about. */
async function reasonOf(settings: Settings, { complaint }: Correspondence, { signal, to }: Notice): Promise<string> {
  if (signal === undefined || to.role !== 'petitioner' || complaint.identity !== 'named') return '';
  const said = (await readSignal(settings.COMPLAINT_TABLE, complaint.number, signal))?.said;
  return said?.kind === 'extension' || said?.kind === 'closure' ? said.reason : '';
}

async function afterFailure(settings: Settings, number: string, sending: Notice, error: unknown): Promise<boolean> {
  const failure = error instanceof Error ? error.name : 'unknown';
  log.warn('notice not accepted', { complaintNumber: number, step: sending.step, failure });
  if (!wasRefused(error)) {
    // The answer got lost: it may have been sent, so it is never sent again by itself.
    await moveNotice(settings.COMPLAINT_TABLE, number, sending, { ...sending, status: 'uncertain', failure });
    return true;
  }
  const status = sending.attempt < ATTEMPTS ? 'planned' : 'failed';
  await moveNotice(settings.COMPLAINT_TABLE, number, sending, { ...sending, status, failure });
  if (status === 'failed') return true;
  await lookAgain(settings, { number });
  return false;
}
