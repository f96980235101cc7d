import * as z from 'zod';
import type { Operation } from '#schemas/api/operation.ts';
import { Instant } from '#schemas/instant.ts';
import { RegistrationAddress, RegistrationChannel, RegistrationId, RegistrationWishes } from '#schemas/registration.ts';

/** What somebody who registers gives: one address, districts, language, whether emergencies, which news. */
export const RegistrationBody = z
  .strictObject({ ...RegistrationAddress.shape, ...RegistrationWishes.shape })
  .refine(({ phone, email }) => (phone === undefined) !== (email === undefined), 'phone or email, one of both')
  .meta({ id: 'RegistrationBody' });
export type RegistrationBody = z.infer<typeof RegistrationBody>;

/** A code is on its way to the address, if it may be; it confirms under this id until then. */
export const CodeSent = z.object({ id: RegistrationId, untilAt: Instant }).meta({ id: 'CodeSent' });

/** The code as it came: six digits. */
export const ConfirmationBody = z.strictObject({ code: z.string().regex(/^\d{6}$/, 'six digits') });

/** Registered: `secret` changes the registration or ends it, and is told this once. Or left. */
export const Confirmed = z
  .object({ id: RegistrationId, status: z.enum(['registered', 'left']), secret: z.string().optional() })
  .meta({ id: 'Confirmed' });

/** A registration as its owner sees it; the address is not repeated. */
export const RegistrationShown = z
  .object({
    id: RegistrationId,
    channel: RegistrationChannel,
    ...RegistrationWishes.shape,
    registeredAt: Instant,
    leftAt: Instant.optional(),
  })
  .meta({ id: 'Registration' });

const IdParam = z.object({ id: z.string().min(1).max(40) });

/** How citizens register for messages, change what they want, and leave. */
export const registrationOperations = [
  {
    id: 'register',
    method: 'POST',
    path: '/v1/registrations',
    audience: 'registration',
    access: 'anyone',
    summary:
      'Register a phone number or an e-mail address; a code goes there, and nothing holds before it is confirmed',
    body: RegistrationBody,
    reply: { status: 202, schema: CodeSent, description: 'A code was sent' },
  },
  {
    id: 'askToLeave',
    method: 'POST',
    path: '/v1/registrations/departure',
    audience: 'registration',
    access: 'anyone',
    summary: 'Leave without the secret: a code goes to the address, if it is registered; the answer is the same if not',
    body: RegistrationAddress,
    reply: { status: 202, schema: CodeSent, description: 'A code was sent, if the address is registered' },
  },
  {
    id: 'confirmRegistration',
    method: 'POST',
    path: '/v1/registrations/{id}/confirmation',
    audience: 'registration',
    access: 'anyone',
    summary: 'Confirm by the code: registered, or left',
    params: IdParam,
    body: ConfirmationBody,
    reply: { status: 200, schema: Confirmed, description: 'Done' },
  },
  {
    id: 'readRegistration',
    method: 'GET',
    path: '/v1/registrations/{id}',
    audience: 'registration',
    access: 'access-code',
    summary: 'See a registration, by its secret',
    params: IdParam,
    reply: { status: 200, schema: RegistrationShown, description: 'As it is kept' },
  },
  {
    id: 'changeRegistration',
    method: 'PUT',
    path: '/v1/registrations/{id}',
    audience: 'registration',
    access: 'access-code',
    summary: 'Change districts, language, emergencies or news, by its secret',
    params: IdParam,
    body: RegistrationWishes,
    reply: { status: 200, schema: RegistrationShown, description: 'As it is kept now' },
  },
  {
    id: 'leave',
    method: 'DELETE',
    path: '/v1/registrations/{id}',
    audience: 'registration',
    access: 'access-code',
    summary: 'Leave, by its secret',
    params: IdParam,
    reply: { status: 200, schema: RegistrationShown, description: 'Left; no new message comes' },
  },
] as const satisfies readonly Operation[];
