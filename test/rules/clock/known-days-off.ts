import { SeoulDate } from '#schemas/instant.ts';

/**
 * Weekdays on which Korea's government offices were or are closed, as literal dates, independent of every rule.
 *
 * @source the yearly almanacs (월력요항) of 2020 to 2027, with the days decreed later; as collected by github.com/hyunbinseo/holidays-kr
 */
const byYear: Readonly<Record<number, string>> = {
  2020: '01-01 01-24 01-27 04-15 04-30 05-05 08-17 09-30 10-01 10-02 10-09 12-25',
  2021: '01-01 02-11 02-12 03-01 05-05 05-19 08-16 09-20 09-21 09-22 10-04 10-11',
  2022: '01-31 02-01 02-02 03-01 03-09 05-05 06-01 06-06 08-15 09-09 09-12 10-03 10-10',
  2023: '01-23 01-24 03-01 05-05 05-29 06-06 08-15 09-28 09-29 10-02 10-03 10-09 12-25',
  2024: '01-01 02-09 02-12 03-01 04-10 05-06 05-15 06-06 08-15 09-16 09-17 09-18 10-01 10-03 10-09 12-25',
  2025: '01-01 01-27 01-28 01-29 01-30 03-03 05-05 05-06 06-03 06-06 08-15 10-03 10-06 10-07 10-08 10-09 12-25',
  2026: '01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 10-05 10-09 12-25',
  2027: '01-01 02-08 02-09 03-01 05-03 05-05 05-13 07-19 08-16 09-14 09-15 09-16 10-04 10-11 12-27',
};

/** Every weekday off from 2020 to 2027. */
export const knownDaysOff: ReadonlySet<SeoulDate> = new Set(
  Object.entries(byYear).flatMap(([year, days]) => days.split(' ').map((day) => SeoulDate.parse(`${year}-${day}`))),
);
