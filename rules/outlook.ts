import type { Complaint } from '#schemas/complaint.ts';
import type { Rung } from '#schemas/rung.ts';
import type { Outlook } from '#schemas/tasks/outlook.ts';
import { toInstant, toMillis } from './clock/instant.ts';

/**
 * The rungs of this round still to climb, earliest first.
 *
 * A rung that stood before the assignment is skipped: nobody is reminded of what they could not yet know.
 */
export function rungsLeft(complaint: Complaint): Rung[] {
  // Whoever gets it later gets it with all its rungs: passing a case on buys no silence.
  const assignedAt = complaint.assignedAt ?? complaint.assignment?.assignedAt;
  return complaint.rungs.filter(
    ({ id, at }) => !complaint.rungsDone.includes(id) && (assignedAt === undefined || at >= assignedAt),
  );
}

/** Whether the next step is a person's: the execution waits. In every other stage it is the machine's own. */
export function waitsForPeople({ stage }: Complaint): boolean {
  return ['classification', 'answer', 'acceptance', 'adjudication', 'rating'].includes(stage);
}

/** How long after its end a window is still waited for: the API functions' timeout, 10_000 (10 seconds). */
const GRACE_MS = 10_000;

/** Where the complaint stands, in the form every step of the workflow answers. */
export function outlookOf(complaint: Complaint): Outlook {
  return {
    stage: complaint.stage,
    deadline: complaint.deadline ?? null,
    rungs: rungsLeft(complaint),
    // A rating begun in time is in the table by then; whether it was in time is judged by its own instant.
    rateUntil: complaint.rateUntil === undefined ? null : toInstant(toMillis(complaint.rateUntil) + GRACE_MS),
    choices: complaint.stage === 'classified' ? (complaint.choices ?? null) : null,
  };
}
