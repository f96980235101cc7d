import { readHolidays } from '#functions/aws/city-table.ts';
import { keepSignal } from '#functions/aws/complaint-change.ts';
import { readBeforeSaying } from '#functions/aws/complaint-table.ts';
import { log } from '#functions/middleware/log.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { isAsked } from '#rules/clock/outside-term.ts';
import { afterHearing, hear } from '#rules/hearing.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { InstitutionId } from '#schemas/institution.ts';
import type { Said } from '#schemas/signal.ts';

type Settings = { readonly COMPLAINT_TABLE: string; readonly CITY_TABLE: string };

/** How often it is decided anew because somebody else said something between the reading and the writing. */
const LAPS = 8;

/**
 * Keeps what an institution's machine answered, as something the institution said.
 *
 * Repeated, it says nothing twice: once something was said to this transfer, it is asked no more.
 *
 * @throws TransientFault when the table was busy; the same call can succeed later
 */
export async function sayForMachine(
  { COMPLAINT_TABLE: table, CITY_TABLE }: Settings,
  { number, asked, institution, at }: { number: string; asked: number; institution: InstitutionId; at: Instant },
  said: Said,
): Promise<void> {
  const by = { role: 'institution', institution } as const;
  for (let lap = 0; lap < LAPS; lap += 1) {
    const before = await readBeforeSaying(table, number);
    if (before === undefined || !isAsked(before.complaint, before.unheard, asked, at)) return;
    const { desk, complaint, unheard } = before;
    const calendar = cityCalendar(await readHolidays(CITY_TABLE));
    const heard = hear(afterHearing(complaint, unheard, calendar), said, { at, by, signal: desk.said + 1, calendar });
    if (heard.outcome === 'refused') {
      log.warn('institution answered in vain', { complaintNumber: number, institution, code: heard.code });
      return;
    }
    const signal = { number: desk.said + 1, at, by, said, status: 'said' } as const;
    const actor = { kind: 'institution', id: institution } as const;
    const telling = { at, actor, action: `${said.kind}-said`, facts: { signal: signal.number } };
    if ((await keepSignal(table, number, desk, signal, telling)) === 'kept') return;
  }
  throw new TransientFault(`complaint ${number} moved ${LAPS} times while its institution answered`, undefined);
}
