import type * as z from 'zod';

/**
 * The function's settings, from its environment.
 *
 * @throws Error naming each setting that is missing or malformed, so that a wrong deployment stops at its first load
 */
export function settingsOf<S extends z.ZodType>(schema: S): z.infer<S> {
  const settings = schema.safeParse(process.env);
  if (settings.success) return settings.data;
  const faults = settings.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`settings of this function: ${faults.join('; ')}`);
}
