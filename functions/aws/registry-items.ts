import * as z from 'zod';
import { Instant } from '#schemas/instant.ts';
import { PendingRegistration, Registration } from '#schemas/registration.ts';

/*
 * The items of the registry:
 *
 *   registration#<id> registration   who it is and what they want; expires once they left and may be forgotten
 *   district#<id>     <registration> a line of the list of a district; topic#<id> likewise
 *   address#<hash>    address        whose an address is, and when codes went there
 *   pending#<id>      pending        what waits for its code; expires
 */

/** The hash of a secret, and the wrong ones that were tried of late. */
export const RegistrationSecret = z.object({
  salt: z.string(),
  hash: z.string(),
  wrong: z.int().min(0),
  wrongSince: z.string().optional(),
});
export type RegistrationSecret = z.infer<typeof RegistrationSecret>;

/** A registration as it lies in the table. */
export const RegistrationItem = z.object({ registration: Registration, secret: RegistrationSecret });

/** An address as it lies in the table, under its hash; each change raises the version. */
export const AddressItem = z.object({
  pk: z.string(),
  sk: z.literal('address'),
  version: z.int().min(0),
  registration: z.string().optional(),
  codesAt: z.array(Instant),
});
export type AddressItem = z.infer<typeof AddressItem>;

/** What waits for its code, with the code's hash. */
export const PendingItem = z.object({
  pk: z.string(),
  sk: z.literal('pending'),
  pending: PendingRegistration,
  code: z.object({ salt: z.string(), hash: z.string() }),
  addressHash: z.string(),
  expiresAt: z.number(),
});
export type PendingItem = z.infer<typeof PendingItem>;

/** Where an address lies. */
export const addressKey = (hash: string) => ({ pk: `address#${hash}`, sk: 'address' }) as const;
/** Where lies what waits for its code. */
export const pendingKey = (id: string) => ({ pk: `pending#${id}`, sk: 'pending' }) as const;
/** Where a registration lies. */
export const registrationKey = (id: string) => ({ pk: `registration#${id}`, sk: 'registration' }) as const;

/** The lists that a registration is on. */
export const listKeys = ({ districts, topics }: Pick<Registration, 'districts' | 'topics'>): string[] => [
  ...districts.map((district) => `district#${district}`),
  ...topics.map((topic) => `topic#${topic}`),
];

/** Its line on one of them: no address, only what an audience is counted by. */
export const listLine = (
  list: string,
  { id, channel, language, emergency }: Registration,
): Record<string, unknown> => ({
  pk: list,
  sk: id,
  channel,
  language,
  emergency,
});

/** A registration as an item; one that ended is deleted by the table some time after it may be forgotten. */
export function registrationItem({
  registration,
  secret,
}: {
  registration: Registration;
  secret: RegistrationSecret;
}): Record<string, unknown> {
  const { id, forgetAt } = registration;
  return {
    ...registrationKey(id),
    registration,
    secret,
    ...(forgetAt === undefined ? {} : { expiresAt: Math.floor(Date.parse(forgetAt) / 1000) }),
  };
}
