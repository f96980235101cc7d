import type * as z from 'zod';
import { readNoticeOfApp } from '#functions/aws/complaint-app.ts';
import { moveNotice } from '#functions/aws/notice-ledger.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { parseComplaintNumber } from '#rules/complaint-number.ts';
import { waitsForApp } from '#rules/notices/app-patience.ts';
import { type channelAppOperations, Delivered } from '#schemas/api/channel-app.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Refused } from '#schemas/errors.ts';
import type { Notice } from '#schemas/notice.ts';
import type { ChannelAppApiSettings } from '#schemas/settings.ts';

/** How often a notice is read that is moved meanwhile. */
const LAPS = 3;

/**
 * Records that an app has brought a notice to its petitioner; said twice, it stands once.
 *
 * @throws Refused `not-found` for a notice of a complaint that the app did not file, `told-otherwise` when it has gone another way
 */
export async function confirmDelivery(
  { COMPLAINT_TABLE }: z.infer<typeof ChannelAppApiSettings>,
  { caller, params: { number: text, order } }: ApiRequest<ById<typeof channelAppOperations, 'confirmDelivery'>>,
): Promise<Reply> {
  const number = parseComplaintNumber(text)?.number;
  // Once more when it was moved meanwhile: the address may have taken it in this moment.
  for (let lap = 1; ; lap += 1) {
    const found = number === undefined ? undefined : await readNoticeOfApp(COMPLAINT_TABLE, number, order);
    // One answer for all of them, so that no app finds out what others have filed.
    if (number === undefined || found?.app !== caller.id || found.notice.to.role !== 'petitioner') {
      throw new Refused('not-found', `no notice ${order} of a complaint ${text} that '${caller.id}' filed`);
    }
    const { notice } = found;
    const accepted: Notice = { ...notice, status: 'accepted' };
    const isTaken = notice.status === 'accepted' && notice.channel === 'channel';
    if (isTaken || (waitsForApp(notice) && (await moveNotice(COMPLAINT_TABLE, number, notice, accepted)))) {
      return { body: Delivered.parse({ number, order, status: accepted.status }) };
    }
    if (lap === LAPS || !waitsForApp(notice)) {
      const message = `notice ${order} of complaint ${number} is ${notice.status} and does not wait for the app`;
      throw new Refused('told-otherwise', message);
    }
  }
}
