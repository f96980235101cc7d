import * as z from 'zod';
import { MessageId, MessageStage } from '#schemas/emergency-message.ts';
import { Instant } from '#schemas/instant.ts';
import { RegistrationId } from '#schemas/registration.ts';
import { ExecutionEnded, Fault } from '#schemas/tasks/execution-ended.ts';

/** What every step of a message to many is told: the message, the execution that asks, and the time its state was entered. */
export const MessageStepInput = z.object({ id: MessageId, execution: z.string().min(1), at: Instant });
export type MessageStepInput = z.infer<typeof MessageStepInput>;

/** What SendBatch is told beside that: whom the batch is for. */
export const SendBatchInput = MessageStepInput.extend({ registrations: z.array(RegistrationId).min(1).max(100) });
export type SendBatchInput = z.infer<typeof SendBatchInput>;

/** What Report is told beside that: how often the audience was gone through. */
export const ReportInput = MessageStepInput.extend({ laps: z.int().min(0) });
export type ReportInput = z.infer<typeof ReportInput>;

/** What the step that stops a message is told. */
export const StopInput = MessageStepInput.extend({ fault: Fault });
export type StopInput = z.infer<typeof StopInput>;

/** Either way in which a message comes to need a person: told by its workflow, or by the event bus. */
export const CalledToStop = z.union([
  StopInput,
  ExecutionEnded.transform(({ subject, ...ended }) => ({ id: subject, ...ended })).pipe(StopInput),
]);

/**
 * What a step answers: where the message stands, and what the state machine needs to go on.
 *
 * Every member is always there, `null` where it says nothing yet. `until`: when what it waits for is over. `audience`:
 * the key of the frozen audience. `unsent`: those of it whom nobody has handled.
 */
export const Standing = z.object({
  stage: MessageStage,
  isOver: z.boolean(),
  until: Instant.nullable(),
  audience: z.string().nullable(),
  pace: z.object({ batchSize: z.int(), lanes: z.int() }),
  unsent: z.int().min(0),
});
export type Standing = z.infer<typeof Standing>;

/** What SendBatch answers: go on once the batch's time is over, do the rest of it again, or ask again whether the pause is over. */
export const BatchStanding = z.object({
  way: z.enum(['done', 'again', 'paused']),
  goOnAt: Instant,
});
export type BatchStanding = z.infer<typeof BatchStanding>;
