import { cityCalendar } from '#rules/clock/holidays.ts';
import { parseInstant, toInstant, toMillis } from '#rules/clock/instant.ts';
import type { Hearing } from '#rules/hearing/outcome.ts';
import { hear } from '#rules/hearing.ts';
import { type Calendar, DecreedHoliday } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Said, Speaker } from '#schemas/signal.ts';
import { lead, official } from '#test/functions/samples.ts';

/** The days off that the rules bring along, and none of the city's own. */
export const calendar = cityCalendar([]);

/** An instant by the clock in Seoul: `2026-12-01 18:00`. */
export const seoul = (text: string): Instant => parseInstant(`${text.replace(' ', 'T')}+09:00`);

/** A day decreed off, known since an instant by the clock in Seoul, and perhaps called off at another. */
export const decreedDay = (on: string, knownAt: string, calledOffAt?: string): DecreedHoliday =>
  DecreedHoliday.parse({
    on,
    name: '임시공휴일',
    source: '국무회의',
    knownAt: seoul(knownAt),
    ...(calledOffAt === undefined ? {} : { calledOffAt: seoul(calledOffAt) }),
  });

/** The classification of a report of corruption. */
export const corruption = {
  kind: 'corruption',
  topic: 'water',
  isSimple: false,
  confidence: 1,
  isSure: true,
  terms: [],
};

/** So many milliseconds before (below 0) or after an instant. */
export const away = (at: Instant, millis: number): Instant => toInstant(toMillis(at) + millis);

/** The person named, their lead, and who else could speak. */
export const byOfficial: Speaker = { role: 'official', id: official };
export const byLead: Speaker = { role: 'lead', id: lead };
export const byPetitioner: Speaker = { role: 'petitioner' };
export const byCalendar: Speaker = { role: 'calendar' };
export const byOperator: Speaker = { role: 'operator', id: 'operator-1' };
export const byPolice: Speaker = { role: 'institution', institution: 'seoul-police', person: 'police-1' };
export const strangers: readonly Speaker[] = [
  { role: 'official', id: 'official-water-2' },
  { role: 'lead', id: 'lead-parks' },
  byOperator,
  byPetitioner,
  byCalendar,
  byPolice,
];

/** A transfer to the police, for five working days. */
export const toPolice = {
  kind: 'outside-transfer',
  institution: 'seoul-police',
  name: '서울경찰청',
  nameEn: 'Seoul Metropolitan Police',
  contact: 'sign-in',
  reason: '경찰 소관',
  termDays: 5,
} as const satisfies Said;

/** What becomes of something said; by the person named, unless another speaks. */
export const say = (
  complaint: Complaint,
  said: Said,
  at: Instant,
  by: Speaker = byOfficial,
  known: Calendar = calendar,
): Hearing => hear(complaint, said, { at, by, signal: 1, calendar: known });

/** The complaint after something that must be applied. */
export function afterSaying(
  complaint: Complaint,
  said: Said,
  at: Instant,
  by: Speaker = byOfficial,
  known: Calendar = calendar,
): Complaint {
  const heard = say(complaint, said, at, by, known);
  if (heard.outcome === 'refused') throw new Error(heard.message);
  return heard.complaint;
}
