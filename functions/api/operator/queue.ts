import { keepChange } from '#functions/aws/complaint-change.ts';
import { listNeeds } from '#functions/aws/complaint-lists.ts';
import { readCase } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { parseComplaintNumber } from '#rules/complaint-number.ts';
import { isUnanswered, unansweredNeed } from '#rules/unanswered.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { operatorOperations } from '#schemas/api/operator.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';

const LAPS = 5;

/** What stands in the operator's queue, the oldest first. */
export async function listQueue(
  table: string,
  { at, query }: ApiRequest<ById<typeof operatorOperations, 'listQueue'>>,
): Promise<Reply> {
  return { body: { ...(await listNeeds(table, query)), asOf: at } };
}

/**
 * Takes a complaint out of the queue and lets its next execution start where the last one stood.
 *
 * @throws Refused `complaint-not-found`, `nothing-to-resume`
 */
export async function resumeComplaint(
  table: string,
  { at, caller, params }: ApiRequest<ById<typeof operatorOperations, 'resumeComplaint'>>,
): Promise<Reply> {
  const number = parseComplaintNumber(params.number)?.number ?? params.number;
  for (let lap = 0; lap < LAPS; lap += 1) {
    const found = await readCase(table, number);
    if (found === undefined) throw new Refused('complaint-not-found', `no complaint has the number ${number}`);
    const { desk, need, complaint } = found;
    if (need === undefined || !desk.halted) {
      throw new Refused(
        'nothing-to-resume',
        need === undefined
          ? `complaint ${number} is not in the queue`
          : `complaint ${number} waits for an answer, its execution runs`,
      );
    }
    const execution = desk.execution + 1;
    const committed = await keepChange(table, number, {
      desk,
      isSeen: false,
      deskAfter: { execution, halted: false },
      // What nobody answers stays there until somebody does, whatever else went wrong.
      need: isUnanswered(complaint) ? unansweredNeed(complaint, `${number}-${execution}`, at) : 'removed',
      telling: { at, actor: { kind: 'person', id: caller.id }, action: 'resumed', facts: { execution } },
    });
    if (committed.done) return { body: { number, execution } };
  }
  throw new TransientFault(`complaint ${number} moved ${LAPS} times while it was resumed`, undefined);
}
