import * as z from 'zod';
import { TopicId } from '#schemas/topic.ts';

/** The id of an institution outside the city: `seoul-police`. */
export const InstitutionId = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'an id is lower-case words joined by hyphens')
  .max(40);
export type InstitutionId = z.infer<typeof InstitutionId>;

/** The ways in which an institution can be asked to take a complaint. */
export const ContactKind = z.enum(['sign-in', 'email', 'open311']);
export type ContactKind = z.infer<typeof ContactKind>;

/** The host names under which a machine reaches itself, as a parsed URL has them. */
const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);

/**
 * Where an Open311 server takes requests: the address that `/requests.json` follows. Always https; http to the machine itself
 * can be written, for a trial, and is called only where the deployment allows it.
 */
const Endpoint = z
  .url()
  .max(300)
  .refine((text) => {
    const url = URL.parse(text);
    if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
      return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  }, 'an address like https://open311.example.org/v2, without user, query or fragment');

/**
 * How an institution is asked, and how it answers: its people sign in; or a mail takes them to a page; or its Open311 server
 * takes requests.
 *
 * @source https://wiki.open311.org/GeoReport_v2/
 */
export const Contact = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sign-in') }),
  z.strictObject({ kind: z.literal('email'), email: z.email().max(254) }),
  z.strictObject({
    kind: z.literal('open311'),
    url: Endpoint,
    serviceCode: z.string().trim().min(1).max(60),
    jurisdictionId: z.string().trim().min(1).max(100).optional(),
    apiKey: z.string().trim().min(1).max(200).optional(),
  }),
]);
export type Contact = z.infer<typeof Contact>;

/** An institution outside the city that complaints can be transferred to, and what it takes: complaints of its `fields`, none: of every field. */
export const Institution = z.strictObject({
  id: InstitutionId,
  name: z.string().trim().min(1).max(80),
  nameEn: z.string().trim().min(1).max(80),
  fields: z.array(TopicId),
  address: z.string().trim().min(1).max(200),
  contact: Contact,
});
export type Institution = z.infer<typeof Institution>;

/** An institution as the city's people see it: how it is asked, without address or key of its machines. */
export const InstitutionShown = Institution.omit({ contact: true })
  .extend({ contact: ContactKind })
  .meta({ id: 'Institution' });
export type InstitutionShown = z.infer<typeof InstitutionShown>;
