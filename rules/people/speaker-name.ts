import type { Actor } from '#schemas/audit-entry.ts';
import type { PersonId } from '#schemas/person.ts';
import type { Speaker } from '#schemas/signal.ts';

/** Who said something, as lists show it: the id of a person or of an institution, `petitioner` or `calendar`. */
export function speakerName(by: Speaker): string {
  if (by.role === 'institution') return by.person ?? by.institution;
  return 'id' in by ? by.id : by.role;
}

/** The speaker as the audit trail names them. */
export function actorOf(by: Speaker): Actor {
  if (by.role === 'institution') return { kind: 'institution', id: by.institution, person: by.person };
  return 'id' in by ? { kind: 'person', id: by.id } : { kind: by.role };
}

/** Who did something, as a case's steps show it: as speakerName, or the step of the workflow. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return actor.id;
    case 'institution':
      return actor.person ?? actor.id;
    case 'step':
      return actor.step;
    default:
      return actor.kind;
  }
}

/** The absent person in whose place something was said. */
export const absentOf = (by: Speaker): PersonId | undefined => ('for' in by ? by.for : undefined);
