import * as z from 'zod';

/**
 * A legal period. `working-hours` run from the receipt, 8 of them make a day; `days` up to five run as working hours, from six on as
 * working days, the first included; `months` and `years` run by the calendar. `immediately` is { unit: 'working-hours', count: 3 }.
 *
 * @source Civil Petitions Treatment Act, article 19 (docs/law.md#periods)
 */
export const Period = z.strictObject({
  unit: z.enum(['working-hours', 'days', 'months', 'years']),
  count: z.int().min(1).max(1000),
});
export type Period = z.infer<typeof Period>;
