import type * as z from 'zod';
import { readDesk, readToken } from '#functions/aws/complaint-table.ts';
import { startExecution, wake } from '#functions/aws/state-machine.ts';
import type { Desk } from '#schemas/desk.ts';
import type { RelaySettings } from '#schemas/settings.ts';

/** What a look at a complaint came to: nothing left to do, or look again later under the same token. */
export type Looked = { readonly done: true } | { readonly done: false; readonly token: string };

/**
 * Looks at a complaint and does what is missing: starts its execution, or wakes it when something said was not heard.
 *
 * Mostly nothing is, and the desk alone says so. A token that is newer than the desk may be woken for what was heard
 * already: then Hear finds nothing and the execution waits again; one that is older is found out by Step Functions.
 *
 * @param deskRead the desk, read after the record that led here
 * @throws TransientFault when a service was busy or out of reach
 */
export async function look(
  { COMPLAINT_TABLE, STATE_MACHINE_ARN }: z.infer<typeof RelaySettings>,
  number: string,
  deskRead?: Desk,
): Promise<Looked> {
  const desk = deskRead ?? (await readDesk(COMPLAINT_TABLE, number));
  if (desk === undefined || desk.halted || !desk.open) return { done: true };
  if (desk.started < desk.execution) {
    await startExecution(STATE_MACHINE_ARN, `${number}-${desk.execution}`, { number });
    return { done: true };
  }
  // A step that was called twice can have heard for an execution that went on to wait: then nothing is unheard, but owed.
  if (desk.said === desk.heard && !desk.owed) return { done: true };
  const token = await readToken(COMPLAINT_TABLE, number);
  // Without a token nobody has waited yet; the first wait's own record will lead here again.
  if (token === undefined) return { done: true };
  return (await wake(token)) ? { done: true } : { done: false, token };
}
