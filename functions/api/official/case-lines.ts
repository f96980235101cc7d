import { readHolidays } from '#functions/aws/city-table.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { minutesLeft } from '#rules/clock/time-left.ts';
import { maySeeLine } from '#rules/people/sight-of-lists.ts';
import type { DepartmentId } from '#schemas/department.ts';
import { KeptLine } from '#schemas/finding.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Person } from '#schemas/person.ts';

/** Who looks at a list: the person, and the departments whose cases they work with. */
export type Viewer = { readonly person: Person; readonly departments: readonly DepartmentId[] };

/** A line as it is shown, before its own schema has looked at it: what bars people is taken off. */
export type ShownLine = Omit<KeptLine, 'barred' | 'basis' | 'deadlineAt'> & { readonly remainingMinutes?: number };

/** A line as the table keeps it, and what is shown beside it. */
type Kept<K> = { readonly line: unknown; readonly more: K };

/**
 * Lines of a list as a viewer gets them, with the working time that is left; a report that names them, or somebody of their
 * department, is left out.
 *
 * @param viewerOf asked only when somebody is named in one of them
 * @throws TransientFault when the city table was busy
 */
export async function linesFor<K extends object>(
  cityTable: string,
  { at, viewerOf }: { readonly at: Instant; readonly viewerOf: () => Viewer | Promise<Viewer> },
  kept: readonly Kept<K>[],
): Promise<(ShownLine & K)[]> {
  const read = kept.map(({ line, more }) => ({ line: KeptLine.parse(line), more }));
  const viewer = read.some(({ line }) => line.barred !== undefined) ? await viewerOf() : undefined;
  const calendar = cityCalendar(await readHolidays(cityTable));
  return read
    .filter(({ line }) => viewer === undefined || maySeeLine(line, viewer.person, viewer.departments))
    .map(({ line, more }) => {
      const { barred: _barred, basis: _basis, deadlineAt: _deadlineAt, ...shown } = line;
      const remainingMinutes = minutesLeft(line, at, calendar);
      return { ...shown, ...(remainingMinutes === undefined ? {} : { remainingMinutes }), ...more };
    });
}
