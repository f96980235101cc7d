/**
 * Whether an SMS may be sent to a number: one that begins as the city allows.
 *
 * @param phone    `+821012345678`
 * @param prefixes `+82` or `+8210,+8211`
 */
export const isAllowedPhone = (phone: string, prefixes: string): boolean =>
  prefixes.split(',').some((prefix) => prefix.trim() !== '' && phone.startsWith(prefix.trim()));
