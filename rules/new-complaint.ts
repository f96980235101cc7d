import type { Filing } from '#schemas/api/citizen.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import type { PersonId } from '#schemas/person.ts';
import type { Ward } from '#schemas/ward.ts';
import { seoulDateOf } from './clock/instant.ts';
import { complaintNumber } from './complaint-number.ts';
import { countingVersion } from './statistics/case-fact.ts';

/** Where a complaint comes from, beside what was said: by whose account, when, and the chance that its number is made of. */
export type Origin = {
  readonly account: PersonId;
  readonly receivedAt: Instant;
  /** A random whole number below `serialCount`. */
  readonly serial: number;
  readonly filedBy?: PersonId;
  readonly backfilledAt?: Instant;
};

/** A complaint as it begins, whichever way it came. */
export function newComplaint(
  filing: Omit<Filing, 'ward'> & { readonly ward?: Ward | undefined },
  { account, receivedAt, serial, filedBy, backfilledAt }: Origin,
): Complaint {
  const { channel, language, identity, kind, district, ward } = filing;
  return {
    number: complaintNumber({ receivedOn: seoulDateOf(receivedAt), serial }),
    channel,
    channelApp: account,
    ...(filedBy === undefined ? {} : { filedBy }),
    ...(backfilledAt === undefined ? {} : { backfilledAt }),
    language,
    identity,
    kindChosen: kind,
    district,
    ward,
    receivedAt,
    stage: 'receive',
    status: 'received',
    round: 1,
    rungs: [],
    rungsDone: [],
    counted: countingVersion,
  };
}
