import * as z from 'zod';

const isRealInstant = (text: string): boolean => {
  const millis = Date.parse(text);
  return !Number.isNaN(millis) && new Date(millis).toISOString() === text;
};

/** An instant: ISO 8601 in UTC with milliseconds, `2025-01-24T07:00:00.000Z`. Sorts as text in the order of time. */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'an instant is written 2025-01-24T07:00:00.000Z')
  .refine(isRealInstant, 'this instant does not exist')
  .meta({ format: 'date-time', example: '2025-01-24T07:00:00.000Z' })
  .brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** A day as the city counts it, in Seoul: `2025-01-24`. */
export const SeoulDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written 2025-01-24')
  .refine((text) => isRealInstant(`${text}T00:00:00.000Z`), 'this day does not exist')
  .meta({ format: 'date', example: '2025-01-24' })
  .brand<'SeoulDate'>();
export type SeoulDate = z.infer<typeof SeoulDate>;
