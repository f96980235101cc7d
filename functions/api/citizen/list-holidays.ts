import { listCity } from '#functions/aws/city-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import { decreedHolidays } from '#rules/clock/holidays.ts';
import type { DecreedHoliday } from '#schemas/calendar.ts';
import type { Instant } from '#schemas/instant.ts';

/** The days off that were decreed and are known by now, by day: those the rules bring along, and the city's own. */
export async function listHolidays(cityTable: string, at: Instant): Promise<Reply> {
  const citys = (await listCity(cityTable, 'holiday')).map(({ id: _id, ...day }): DecreedHoliday => day);
  const known = [...decreedHolidays, ...citys].filter(({ knownAt }) => knownAt <= at);
  return { body: { items: known.toSorted((one, other) => (one.on < other.on ? -1 : 1)), asOf: at } };
}
