import type * as z from 'zod';
import { claimDeliveries, readDeliveries, recordDeliveries, recordInterrupted } from '#functions/aws/delivery-table.ts';
import { keepTally } from '#functions/aws/emergency-sums.ts';
import { readMessage } from '#functions/aws/emergency-table.ts';
import { readRegistrations } from '#functions/aws/registry-table.ts';
import { notSent, planOf } from '#rules/emergency/delivery-plan.ts';
import { isPauseOver } from '#rules/emergency/heeding.ts';
import { change } from '#rules/emergency/outcome.ts';
import { againAt, batchOverAt, passesOfBatch, pauseLookAt } from '#rules/emergency/sending-pace.ts';
import { chunkSize } from '#rules/emergency/settings.ts';
import { talliesOf } from '#rules/emergency/tallies.ts';
import type { Delivery } from '#schemas/delivery.ts';
import type { EmergencyMessage } from '#schemas/emergency-message.ts';
import { MessageMissing, TransientFault } from '#schemas/errors.ts';
import type { Registration, RegistrationId } from '#schemas/registration.ts';
import type { SendBatchSettings } from '#schemas/settings.ts';
import type { BatchStanding, SendBatchInput } from '#schemas/tasks/emergency.ts';
import { changeInStep } from './change-in-step.ts';
import { handOver, type Sending } from './hand-over.ts';
import { settingsNow } from './settings-now.ts';

type Settings = z.infer<typeof SendBatchSettings>;

/** Everything about one batch that is known while it is sent. */
type Batch = {
  readonly input: SendBatchInput;
  readonly done: Map<string, Delivery>;
  readonly registrations: ReadonlyMap<string, Registration>;
};

/**
 * Sends a batch, a chunk at a time: claim, hand over, record. Before each chunk it looks whether it still may.
 *
 *   claimed ──► handed to SNS or SES ──► sent, refused, failed
 *      └─ died here: the next one who looks finds `sending` and writes `uncertain`
 *
 * @throws MessageMissing, TransientFault: the state tries the batch again, and what was done stays done
 */
export async function sendBatch(settings: Settings, input: SendBatchInput): Promise<BatchStanding> {
  const { id, at, registrations: ids } = input;
  const now = await settingsNow(settings.EMERGENCY_TABLE);
  const batch: Batch = {
    input,
    done: await readDeliveries(settings.DELIVERY_TABLE, id, ids),
    registrations: await readRegistrations(settings.REGISTRY_TABLE, ids),
  };
  let handedOver = 0;
  let message: EmergencyMessage | undefined;
  // Whom the provider refused the first time is asked for once more at the end: nothing of theirs has used up the rate.
  for (let pass = 0; pass < passesOfBatch && message?.stage !== 'paused' && message?.stage !== 'cancelled'; pass += 1) {
    for (const chunk of chunksOf(ids.filter((one) => !isFinal(batch.done.get(one))))) {
      message = await messageNow(settings, input);
      if (message.stage !== 'sending') break;
      handedOver += await sendChunk(settings, message, batch, chunk);
    }
  }
  if (message?.stage === 'cancelled') await giveUpRest(settings, message, batch);
  await tally(settings, batch);
  const isUnfinished = ids.some((one) => !isFinal(batch.done.get(one)));
  const way = message?.stage === 'paused' ? 'paused' : isUnfinished && message?.stage === 'sending' ? 'again' : 'done';
  if (way === 'paused') return { way, goOnAt: pauseLookAt(at) };
  if (way === 'again') return { way, goOnAt: againAt(at, mostAttempts(batch), now) };
  // A batch in which nothing was handed over uses up nothing of the rate.
  return { way, goOnAt: handedOver === 0 ? at : batchOverAt(at, now) };
}

const mostAttempts = ({ done }: Batch): number =>
  Math.max(1, ...[...done.values()].map(({ status, attempt }) => (status === 'refused' ? attempt : 1)));

/** The message as it is now; a pause that has lasted too long is over, and the rest called off. */
async function messageNow({ EMERGENCY_TABLE }: Settings, { id, at }: SendBatchInput): Promise<EmergencyMessage> {
  const message = await readMessage(EMERGENCY_TABLE, id);
  if (message === undefined) throw new MessageMissing(id);
  const now = message.stage === 'paused' ? await settingsNow(EMERGENCY_TABLE) : undefined;
  if (now === undefined || !isPauseOver(message, at, now)) return message;
  return changeInStep(EMERGENCY_TABLE, { id, at, by: 'SendBatch' }, (before) =>
    isPauseOver(before, at, now)
      ? change({ ...before, stage: 'cancelled', cancelledBy: 'pause-too-long' }, 'cancelled', { at: 'paused' })
      : undefined,
  );
}

async function sendChunk(
  settings: Settings,
  message: EmergencyMessage,
  { input: { id, at }, done, registrations }: Batch,
  chunk: readonly RegistrationId[],
): Promise<number> {
  const sendings: Sending[] = [];
  const records: Delivery[] = [];
  for (const one of chunk) {
    const plan = planOf(message, one, { before: done.get(one), registration: registrations.get(one) }, at);
    if (plan.kind === 'send') sendings.push({ claim: plan.claim, address: plan.address });
    else if (plan.kind === 'record' && plan.only === undefined) records.push(plan.delivery);
    else if (plan.kind === 'record') {
      if (!(await recordInterrupted(settings.DELIVERY_TABLE, id, plan.delivery))) throw meanwhile(id);
      done.set(one, plan.delivery);
    }
  }
  const claims = sendings.map(({ claim }) => claim);
  if (claims.length > 0 && !(await claimDeliveries(settings.DELIVERY_TABLE, id, claims))) throw meanwhile(id);
  const ended = await Promise.all(sendings.map((sending) => handOver(settings, message, sending)));
  await recordDeliveries(settings.DELIVERY_TABLE, id, [...ended, ...records]);
  for (const delivery of [...ended, ...records]) done.set(delivery.registration, delivery);
  return ended.length;
}

/** Somebody else has a part of this batch: look again what is left. */
const meanwhile = (id: string): TransientFault =>
  new TransientFault(`a batch of message ${id} is under way elsewhere`, undefined);

/** Writes down for everybody who is left that nobody was asked to send to them. */
async function giveUpRest(
  settings: Settings,
  message: EmergencyMessage,
  { input: { id, at, registrations: ids }, done, registrations }: Batch,
): Promise<void> {
  for (const one of ids) {
    const before = done.get(one);
    if (before?.status !== 'sending') continue;
    const delivery: Delivery = { ...before, status: 'uncertain', at, reason: 'interrupted' };
    if (!(await recordInterrupted(settings.DELIVERY_TABLE, id, delivery))) throw meanwhile(id);
    done.set(one, delivery);
  }
  const rest = ids
    .filter((one) => !isFinal(done.get(one)))
    .map((one) => {
      const known = { before: done.get(one), registration: registrations.get(one) };
      return notSent(message, one, known, { at, reason: 'cancelled' });
    });
  await recordDeliveries(settings.DELIVERY_TABLE, id, rest);
  for (const delivery of rest) done.set(delivery.registration, delivery);
}

async function tally(settings: Settings, { input: { id, registrations: ids }, done }: Batch): Promise<void> {
  const [first] = ids;
  const deliveries = ids.flatMap((one) => done.get(one) ?? []);
  if (first !== undefined) await keepTally(settings.EMERGENCY_TABLE, id, first, talliesOf(deliveries));
}

const isFinal = (delivery: Delivery | undefined): boolean =>
  delivery !== undefined && delivery.status !== 'refused' && delivery.status !== 'sending';

function chunksOf(ids: readonly RegistrationId[]): RegistrationId[][] {
  return Array.from({ length: Math.ceil(ids.length / chunkSize) }, (_, index) =>
    ids.slice(index * chunkSize, (index + 1) * chunkSize),
  );
}
