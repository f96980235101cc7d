import type { Actor } from '#schemas/audit-entry.ts';
import type { PersonId } from '#schemas/person.ts';
import type { Speaker } from '#schemas/signal.ts';

/** Who said something, as lists show it: a person's id, `petitioner` or `calendar`. */
export const speakerName = (by: Speaker): string => ('id' in by ? by.id : by.role);

/** The speaker as the audit trail names them. */
export const actorOf = (by: Speaker): Actor => ('id' in by ? { kind: 'person', id: by.id } : { kind: by.role });

/** The absent person in whose place something was said. */
export const absentOf = (by: Speaker): PersonId | undefined => ('for' in by ? by.for : undefined);
