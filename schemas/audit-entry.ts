import * as z from 'zod';
import { Instant } from '#schemas/instant.ts';
import { InstitutionId } from '#schemas/institution.ts';
import { PersonId } from '#schemas/person.ts';

/**
 * Who did it: the petitioner, a person who signed in, an institution outside (and who signed in for it), a step of the workflow
 * in one execution, the city's calendar, or whoever keeps files.
 */
export const Actor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('petitioner') }),
  z.strictObject({ kind: z.literal('person'), id: PersonId }),
  z.strictObject({ kind: z.literal('calendar') }),
  z.strictObject({ kind: z.literal('files') }),
  z.strictObject({ kind: z.literal('institution'), id: InstitutionId, person: PersonId.optional() }),
  z.strictObject({ kind: z.literal('step'), step: z.string(), execution: z.string() }),
]);
export type Actor = z.infer<typeof Actor>;

/**
 * One entry of a complaint's audit trail, numbered without gaps, written in the same transaction as the change it tells.
 *
 * `facts` holds decisions, ids and numbers; never a personal detail and never anyone's words.
 */
export const AuditEntry = z.strictObject({
  entry: z.int().min(1),
  at: Instant,
  actor: Actor,
  action: z.string().min(1),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
