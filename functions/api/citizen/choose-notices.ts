import { keepChange } from '#functions/aws/complaint-change.ts';
import { readAccess, readDocket } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { citizenOperations } from '#schemas/api/citizen.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import { asPetitioner } from '../petitioner-door.ts';

const LAPS = 8;

/**
 * Keeps whether a petitioner wants only what the law has told, from the next notice on.
 *
 * @throws Refused `complaint-not-found`, also for a wrong code
 */
export async function chooseNotices(
  table: string,
  { at, params, accessCode, body }: ApiRequest<ById<typeof citizenOperations, 'chooseNotices'>>,
): Promise<Reply> {
  const { number } = await asPetitioner(table, { number: params.number, accessCode, at }, readAccess);
  for (let lap = 0; lap < LAPS; lap += 1) {
    const docket = await readDocket(table, number);
    if (docket === undefined) throw new Refused('complaint-not-found', `no complaint has the number ${number}`);
    const committed = await keepChange(table, number, {
      desk: docket.desk,
      isSeen: false,
      noticeChoice: body,
      telling: { at, actor: { kind: 'petitioner' }, action: 'notices-chosen', facts: body },
    });
    if (committed.done) return { body };
  }
  throw new TransientFault(`complaint ${number} moved ${LAPS} times while its notices were chosen`, undefined);
}
