import * as z from 'zod';
import { listCity, readHolidays } from '#functions/aws/city-table.ts';
import { countWork, listDigests, scanOpen } from '#functions/aws/complaint-lists.ts';
import { enqueue } from '#functions/aws/retry-queue.ts';
import { cityCalendarAt } from '#rules/clock/holidays.ts';
import { seoulDateOf } from '#rules/clock/instant.ts';
import { mayTellAt } from '#rules/notices/digest-time.ts';
import { noWork, together, type Workload, withCase } from '#rules/people/workload.ts';
import { type Instant, SeoulDate } from '#schemas/instant.ts';
import { PersonId } from '#schemas/person.ts';
import type { NoticeSettings } from '#schemas/settings.ts';
import { digestAddressOf } from './address.ts';
import { sendOnce } from './send-once.ts';
import { leadsMorning, operatorsMorning } from './wording/morning.ts';

type Settings = z.infer<typeof NoticeSettings>;

const count = z.int().min(0);

/** What stands in the queue for a morning: a lead's, or that of the operators' topic. */
export const MorningDue = z.object({
  morning: z.discriminatedUnion('for', [
    z.object({ for: z.literal('lead'), id: PersonId, on: SeoulDate, open: count, dueToday: count, overdue: count }),
    z.object({ for: z.literal('operators'), on: SeoulDate, undelivered: count, needs: count }),
  ]),
});
export type MorningDue = z.infer<typeof MorningDue>;
type Morning = MorningDue['morning'];

/**
 * Queues what each lead reads on a working morning: how many cases of their departments are open, due today and overdue; and
 * for the operators how much waits for them. Nothing for whom there is nothing, or whose digest after an outage goes out.
 *
 * @param at 09:00 of a day
 * @throws TransientFault when a table or the queue was busy
 */
export async function queueMornings(settings: Settings, at: Instant): Promise<void> {
  if (!(await mayTell(settings, at))) return;
  const mornings = [...(await leadsMornings(settings, at)), ...(await operatorsMornings(settings, at))];
  const bodies = mornings.map((morning) => JSON.stringify({ morning } satisfies MorningDue));
  await enqueue(settings.NOTICE_QUEUE_URL, bodies, 0);
}

async function mayTell(settings: Settings, at: Instant): Promise<boolean> {
  return mayTellAt(at, cityCalendarAt(at, await readHolidays(settings.CITY_TABLE)));
}

async function leadsMornings({ COMPLAINT_TABLE, CITY_TABLE }: Settings, at: Instant): Promise<Morning[]> {
  const byDepartment = new Map<string, Workload>();
  for await (const one of scanOpen(COMPLAINT_TABLE)) {
    byDepartment.set(one.department, withCase(byDepartment.get(one.department) ?? noWork, one, at));
  }
  if (byDepartment.size === 0) return [];
  const told = new Set((await listDigests(COMPLAINT_TABLE)).map((to) => ('id' in to ? to.id : to.role)));
  const byLead = new Map<string, Workload>();
  for (const { id, leadId } of await listCity(CITY_TABLE, 'department')) {
    const work = byDepartment.get(id);
    if (work !== undefined && !told.has(leadId)) byLead.set(leadId, together(byLead.get(leadId) ?? noWork, work));
  }
  const on = seoulDateOf(at);
  return [...byLead].map(([id, work]) => ({ for: 'lead', id, on, ...work }));
}

async function operatorsMornings({ COMPLAINT_TABLE }: Settings, at: Instant): Promise<Morning[]> {
  const [undelivered, needs] = await Promise.all([
    countWork(COMPLAINT_TABLE, 'undelivered'),
    countWork(COMPLAINT_TABLE, 'needs-a-person'),
  ]);
  return undelivered + needs === 0 ? [] : [{ for: 'operators', on: seoulDateOf(at), undelivered, needs }];
}

/**
 * Sends a morning, once; one that comes too late, on another day or after hours, is left out: it would say what is no more.
 *
 * @param at when the queue gave it
 * @throws TransientFault when the table was busy; the provider's refusal
 */
export async function sendMorning(settings: Settings, { morning }: MorningDue, at: Instant): Promise<void> {
  if (seoulDateOf(at) !== morning.on || !(await mayTell(settings, at))) return;
  if (morning.for === 'operators') {
    const what = `morning ${morning.on} operators`;
    const text = operatorsMorning(morning.on, morning);
    return sendOnce(settings, { what, at }, { channel: 'topic', of: 'operators' }, { subject: 'Daedap', text });
  }
  const address = await digestAddressOf(settings.CITY_TABLE, { role: 'lead', id: morning.id });
  if (address === undefined) return;
  const text = leadsMorning(morning.on, morning);
  await sendOnce(settings, { what: `morning ${morning.on} ${morning.id}`, at }, address, { subject: text, text });
}
