import * as z from 'zod';

/** A complaint's number as the table keeps it: day, six random characters, check character (rules/complaint-number.ts reads it aloud). */
export const ComplaintNumber = z
  .string()
  .regex(/^\d{8}-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]$/, 'a complaint number like 20261123-7KQ4M2-X')
  .brand<'ComplaintNumber'>();
export type ComplaintNumber = z.infer<typeof ComplaintNumber>;

/** The name of one execution of a complaint: its number and which one it is, counted from 1. */
export const ExecutionName = z.string().regex(/^.{17}-[1-9]\d*$/);
export type ExecutionName = z.infer<typeof ExecutionName>;
