import { keepChange } from '#functions/aws/complaint-change.ts';
import { listUndelivered } from '#functions/aws/complaint-lists.ts';
import { readDocket, readNotices } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { parseComplaintNumber } from '#rules/complaint-number.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { operatorOperations } from '#schemas/api/operator.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Notice } from '#schemas/notice.ts';

const LAPS = 5;

/** The notices that nobody could be told, or that may not have arrived, the oldest first; never a word of what they say. */
export async function listUndeliveredNotices(
  table: string,
  { at, query }: Pick<ApiRequest<ById<typeof operatorOperations, 'listUndelivered'>>, 'at' | 'query'>,
): Promise<Reply> {
  const { items, ...rest } = await listUndelivered(table, query);
  const found = await readNotices(table, items);
  // The index follows the table: what was delivered meanwhile is left out.
  const shown = found.flatMap(({ number, notice }) =>
    notice.undeliveredAt === undefined ? [] : [{ number, ...notice }],
  );
  return { body: { items: shown, ...rest, asOf: at } };
}

/**
 * Takes a notice out of the list and has it sent anew, with all its tries before it. One that is `uncertain` may then
 * arrive twice: that is for the person to decide who asks for it.
 *
 * @throws Refused `complaint-not-found`, `not-found` for a notice that the complaint does not have, `not-undelivered`
 */
export async function resendNotice(
  table: string,
  { at, caller, params }: ApiRequest<ById<typeof operatorOperations, 'resendNotice'>>,
): Promise<Reply> {
  const number = parseComplaintNumber(params.number)?.number ?? params.number;
  const { order } = params;
  for (let lap = 0; lap < LAPS; lap += 1) {
    const docket = await readDocket(table, number);
    if (docket === undefined) throw new Refused('complaint-not-found', `no complaint has the number ${number}`);
    const [found] = await readNotices(table, [{ number, order }]);
    if (found === undefined) throw new Refused('not-found', `complaint ${number} has no notice ${order}`);
    const { notice: before } = found;
    if (before.undeliveredAt === undefined || before.status === 'sending') {
      throw new Refused('not-undelivered', `notice ${order} of complaint ${number} is ${before.status}`);
    }
    const committed = await keepChange(table, number, {
      desk: docket.desk,
      isSeen: false,
      resent: { before, after: plannedAnew(before, at) },
      telling: {
        at,
        actor: { kind: 'person', id: caller.id },
        action: 'notice-resent',
        facts: { step: before.step, order, status: before.status },
      },
    });
    if (committed.done) return { body: { number, order } };
  }
  throw new TransientFault(`complaint ${number} moved ${LAPS} times while its notice was resent`, undefined);
}

const plannedAnew = (
  { channel: _channel, failure: _failure, tries: _tries, nextAt: _nextAt, undeliveredAt: _at, ...notice }: Notice,
  resentAt: Instant,
): Notice => ({ ...notice, status: 'planned', resentAt });
