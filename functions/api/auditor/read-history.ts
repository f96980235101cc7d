import type * as z from 'zod';
import { readHolidays } from '#functions/aws/city-table.ts';
import { keepChange } from '#functions/aws/complaint-change.ts';
import type { Case } from '#functions/aws/complaint-items.ts';
import { readCase } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { maskedName, shownAttachments } from '#rules/attachments.ts';
import { deadlineClock } from '#rules/clock/deadline-clock.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { parseComplaintNumber } from '#rules/complaint-number.ts';
import { isHiddenFromAuditor } from '#rules/people/named-people.ts';
import { absentOf, speakerName } from '#rules/people/speaker-name.ts';
import { type auditorOperations, History } from '#schemas/api/auditor.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { AuditorApiSettings } from '#schemas/settings.ts';

type Request = Pick<ApiRequest<ById<typeof auditorOperations, 'readHistory'>>, 'at' | 'caller' | 'params' | 'query'>;

const LAPS = 8;

/**
 * Everything that happened to a complaint, without anyone's words or addresses. The look is recorded before it is given.
 *
 * @throws Refused complaint-not-found, also to whom a protected report names
 */
export async function readHistory(
  { COMPLAINT_TABLE: table, CITY_TABLE }: z.infer<typeof AuditorApiSettings>,
  { at, caller, params, query }: Request,
): Promise<Reply> {
  const number = parseComplaintNumber(params.number)?.number ?? params.number;
  for (let lap = 0; lap < LAPS; lap += 1) {
    const found = await readCase(table, number);
    if (found === undefined || isHiddenFromAuditor(found.complaint, caller.id)) {
      throw new Refused('complaint-not-found', `no complaint has the number ${number}`);
    }
    const recorded = await keepChange(table, number, {
      desk: found.desk,
      isSeen: false,
      telling: { at, actor: { kind: 'person', id: caller.id }, action: 'history-read' },
    });
    if (recorded.done) {
      const calendar = cityCalendar(await readHolidays(CITY_TABLE));
      const clock = deadlineClock(found.complaint, at, calendar, query.counted === 'true');
      return { body: History.parse({ ...historyOf(found, at), clock }) };
    }
  }
  throw new TransientFault(`complaint ${number} moved ${LAPS} times while its history was read`, undefined);
}

function historyOf({ complaint, desk, audit, ledger, notices, signals, attachments }: Case, asOf: Instant): object {
  return {
    number: complaint.number,
    complaint,
    executions: Array.from({ length: desk.started }, (_, index) => `${complaint.number}-${index + 1}`),
    entries: audit,
    ledger,
    notices,
    // Named by their place alone: a name is somebody's words, too.
    attachments: shownAttachments(
      complaint,
      attachments.map((one) => ({ ...one, name: maskedName(one) })),
    ),
    signals: signals.map((signal) => ({
      signal: signal.number,
      kind: signal.said.kind,
      at: signal.at,
      by: speakerName(signal.by),
      for: absentOf(signal.by),
      status: signal.status,
    })),
    asOf,
  };
}
