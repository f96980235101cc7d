import type { EmergencyMessage, MessageContent, MessageStage } from '#schemas/emergency-message.ts';
import type { Instant } from '#schemas/instant.ts';
import { askingAgain } from './freezing.ts';
import { change, type Decider, type Outcome, refuse } from './outcome.ts';

const open: readonly MessageStage[] = ['draft', 'awaiting-approval', 'approved', 'countdown'];

/** Other words or another audience before anything is sent: an approval that was given is void, and asked for again. */
export function edited(message: EmergencyMessage, content: MessageContent, by: Decider): Outcome {
  const { id, stage, authors } = message;
  if (!open.includes(stage))
    return refuse('message-gone-out', `message ${id} is at '${stage}' and can no longer be edited`);
  if (message.kind !== 'first' && !hasSameScope(message.content, content)) {
    return refuse('same-audience-only', `message ${id} follows another one and goes to exactly its people`);
  }
  if (message.content.purpose !== content.purpose) {
    return refuse('same-audience-only', `message ${id} is for ${message.content.purpose} and stays that`);
  }
  const after = askingAgain({ ...message, content }, { reason: 'edited', by: by.id });
  return change({ ...after, authors: [...new Set([...authors, by.personId])] }, 'edited', { by: by.id });
}

/** Called off: before the end of the countdown nobody gets it; while it is sent, nobody from the next part of a batch on. */
export function cancelled(message: EmergencyMessage, by: Decider, at: Instant): Outcome {
  const { id, stage } = message;
  if (stage === 'cancelled') return refuse('message-ended', `message ${id} is cancelled already`);
  if (isEnded(stage)) return refuse('message-ended', `message ${id} is at '${stage}': there is nothing left to cancel`);
  const after: EmergencyMessage = { ...message, stage: 'cancelled', cancelledBy: by.id };
  // Where sending has begun, the report ends it once the batch under way is through.
  return change(message.sendingAt === undefined ? { ...after, endedAt: at } : after, 'cancelled', { at: stage });
}

/** Held while it is being sent. */
export function paused(message: EmergencyMessage, at: Instant): Outcome {
  const { id, stage } = message;
  if (stage !== 'sending')
    return refuse('not-sending', `message ${id} is at '${stage}', only what is being sent can pause`);
  return change({ ...message, stage: 'paused', pausedAt: at }, 'paused');
}

/** Goes on: after a pause where it was held, after a fault with another execution. */
export function resumed(message: EmergencyMessage): Outcome {
  const { id, stage, fault } = message;
  if (stage === 'paused') {
    const { pausedAt: _over, ...rest } = message;
    return change({ ...rest, stage: 'sending' }, 'resumed');
  }
  if (stage !== 'stopped' || fault === undefined) {
    return refuse('nothing-to-resume', `message ${id} is at '${stage}', neither paused nor stopped by a fault`);
  }
  const { fault: _mended, ...rest } = message;
  return change({ ...rest, stage: fault.from, execution: message.execution + 1 }, 'resumed', { from: fault.from });
}

/** Whether nothing more happens to it. */
export const isEnded = (stage: MessageStage): boolean =>
  stage === 'sent' || stage === 'cancelled' || stage === 'expired';

function hasSameScope(before: MessageContent, after: MessageContent): boolean {
  if (before.purpose === 'newsletter' || after.purpose === 'newsletter') return before.purpose === after.purpose;
  return JSON.stringify(before.districts) === JSON.stringify(after.districts) && before.isDrill === after.isDrill;
}
