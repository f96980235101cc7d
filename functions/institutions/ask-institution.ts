import type * as z from 'zod';
import { readCity } from '#functions/aws/city-table.ts';
import { readBeforeSaying, readDocket, readWords } from '#functions/aws/complaint-table.ts';
import { enqueue } from '#functions/aws/retry-queue.ts';
import { log } from '#functions/middleware/log.ts';
import { lookUp, type Open311, type Reported, report } from '#functions/outbound/geo-report.ts';
import { askAgainSeconds, isAsked } from '#rules/clock/outside-term.ts';
import type { Asking } from '#schemas/asking.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Institution } from '#schemas/institution.ts';
import type { InstitutionSettings } from '#schemas/settings.ts';
import { sayForMachine } from './say-for-machine.ts';

type Settings = z.infer<typeof InstitutionSettings>;

/**
 * Queues a transfer that began to wait, if a machine is to be asked. The queue's message brings the time, which a stream's
 * record does not.
 *
 * @throws TransientFault when the table or the queue was busy; the same call can succeed later
 */
export async function queueAsking({ COMPLAINT_TABLE, INSTITUTION_QUEUE_URL }: Settings, number: string): Promise<void> {
  const complaint = (await readDocket(COMPLAINT_TABLE, number))?.complaint;
  const { stage, outside } = complaint ?? {};
  if (complaint === undefined || stage !== 'acceptance' || outside?.contact !== 'open311') return;
  const asking: Asking = { number: complaint.number, asked: outside.asked, attempt: 1 };
  await enqueue(INSTITUTION_QUEUE_URL, [JSON.stringify(asking)], 0);
}

/**
 * Asks an institution's machine to take a case, or for the number it promised, and says to the case what came of it.
 *
 * At least once: cut off after the machine took the request, it is asked again under the same idempotency key. A machine that is
 * busy or out of reach is asked again, ever more seldom, until the term ends.
 *
 * @param at when the queue gave the message
 * @throws TransientFault when the table or the queue was busy; the same call can succeed later
 */
export async function askInstitution(settings: Settings, asking: Asking, at: Instant): Promise<void> {
  const { number, asked, attempt, token } = asking;
  const before = await readBeforeSaying(settings.COMPLAINT_TABLE, number);
  if (before === undefined || !isAsked(before.complaint, before.unheard, asked, at)) return;
  const institution = await readCity(settings.CITY_TABLE, 'institution', before.complaint.outside?.institution ?? '');
  // Asked in another way by now: then nobody answers here, and the term brings the case back.
  if (institution?.contact.kind !== 'open311') return;
  const { contact } = institution;
  const reported =
    token === undefined
      ? await reportTo(settings, contact, before.complaint, asked)
      : await lookUp(contact, token, settings.PRIVATE_TARGETS);
  await follow(settings, { ...asking, institution: institution.id, reported, at, attempt });
}

/** Everything but who it was: the words, and where. */
async function reportTo(
  { COMPLAINT_TABLE, PRIVATE_TARGETS }: Settings,
  contact: Open311,
  { number, district }: Complaint,
  asked: number,
): Promise<Reported> {
  const words = await readWords(COMPLAINT_TABLE, number);
  const description = `${words?.title ?? ''} (${number})\n\n${words?.text ?? ''}`;
  const address = words?.location ?? district ?? 'Seoul';
  return report(contact, { description, address, key: `${number}-${asked}` }, PRIVATE_TARGETS);
}

type Outcome = Asking & {
  readonly institution: Institution['id'];
  readonly reported: Reported;
  readonly at: Instant;
};

async function follow(settings: Settings, { institution, reported, at, ...asking }: Outcome): Promise<void> {
  const { number, asked, attempt } = asking;
  const again = (next: Partial<Asking>): Promise<void> =>
    enqueue(
      settings.INSTITUTION_QUEUE_URL,
      [JSON.stringify({ ...asking, attempt: attempt + 1, ...next } satisfies Asking)],
      askAgainSeconds(attempt),
    );
  switch (reported.kind) {
    case 'accepted':
      return sayForMachine(
        settings,
        { number, asked, institution, at },
        { kind: 'acceptance', reference: reported.reference },
      );
    case 'refused':
      return sayForMachine(
        settings,
        { number, asked, institution, at },
        { kind: 'outside-refusal', reason: reported.reason },
      );
    case 'token':
      // A first token begins its own tries.
      return again({ token: reported.token, ...(asking.token === undefined ? { attempt: 1 } : {}) });
    case 'later':
      log.warn('institution not reached', { complaintNumber: number, institution, attempt, failure: reported.why });
      return again({});
  }
}
