import * as z from 'zod';

/** How the petitioner wants to be told: the first that works is used. `channel`: by the app through which they filed. */
export const NotifyBy = z.enum(['sms', 'email', 'channel']);
export type NotifyBy = z.infer<typeof NotifyBy>;

/**
 * A phone number, kept as `+821012345678`. Korean numbers may come with a leading zero, spaces and hyphens.
 *
 * @source ITU-T E.164
 */
export const Phone = z
  .string()
  .max(30)
  .transform((text) => text.replace(/[\s().-]/g, '').replace(/^0/, '+82'))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'a phone number like 010-1234-5678 or +821012345678'))
  .meta({ example: '010-1234-5678' });
export type Phone = z.infer<typeof Phone>;

/** Who says something, and how to tell them. All of it is personal: it stays in the table and never enters an execution. */
export const Petitioner = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  phone: Phone.optional(),
  email: z.email().max(254).optional(),
  notifyBy: z.array(NotifyBy).max(3).default([]),
});
export type Petitioner = z.infer<typeof Petitioner>;
