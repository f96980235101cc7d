import * as z from 'zod';
import { DepartmentId } from '#schemas/department.ts';
import { InstitutionId } from '#schemas/institution.ts';

/** What a person may be; the sign-in service carries these as groups. */
export const Group = z.enum(['channel-app', 'official', 'lead', 'director', 'operator', 'auditor', 'institution']);
export type Group = z.infer<typeof Group>;

/** The id of a person or channel app, as the sign-in service names them. */
export const PersonId = z
  .string()
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'an id is lower-case words joined by hyphens or dots')
  .max(60);
export type PersonId = z.infer<typeof PersonId>;

/**
 * Someone who works in the city's response centre, an app that files for citizens, or somebody of an institution outside.
 * `personId`: the human behind it, where one has several accounts; left out, the account is a person of its own.
 */
export const Person = z.strictObject({
  id: PersonId,
  name: z.string().min(1).max(80),
  groups: z.array(Group).min(1),
  personId: PersonId.optional(),
  department: DepartmentId.optional(),
  institution: InstitutionId.optional(),
  phone: z
    .string()
    .regex(/^\+?[0-9-]{7,20}$/, 'a phone number is digits and hyphens')
    .optional(),
  email: z.email().optional(),
});
export type Person = z.infer<typeof Person>;
