import { log } from '#functions/middleware/log.ts';
import { stoppedBy } from '#rules/emergency/reporting.ts';
import type { StopInput } from '#schemas/tasks/emergency.ts';
import { changeInStep } from './change-in-step.ts';

/** Stops a message that no retry helps, where a person sees it: they mend the cause, then resume it. */
export async function stopMessage(table: string, { id, at, fault }: StopInput): Promise<{ stopped: boolean }> {
  const message = await changeInStep(table, { id, at, by: 'StopMessage' }, (before) => stoppedBy(before, fault));
  log.error('message to many stopped', { messageId: id, state: fault.state, error: fault.error });
  return { stopped: message.stage === 'stopped' };
}
