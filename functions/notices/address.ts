import { readCity } from '#functions/aws/city-table.ts';
import type { Correspondence } from '#functions/aws/complaint-table.ts';
import type { Recipient } from '#schemas/notice.ts';
import type { Person } from '#schemas/person.ts';
import { NotifyBy, Phone } from '#schemas/petitioner.ts';

/** Where a notice can go. */
export type Address =
  | { readonly channel: 'sms'; readonly phone: string }
  | { readonly channel: 'email'; readonly email: string }
  | { readonly channel: 'topic'; readonly of: 'audit-office' | 'operators' | 'duty-lead' };

/** Gives one of the city's people by id. */
export type PersonOf = (id: string) => Promise<Person | undefined>;

/** Reads the city's people, each once: as long as one batch of notices lasts, hundreds of them go to the same few. */
export function peopleOfBatch(cityTable: string): PersonOf {
  const known = new Map<string, Promise<Person | undefined>>();
  return (id) => {
    const person = known.get(id) ?? readCity(cityTable, 'person', id);
    known.set(id, person);
    return person;
  };
}

/** The address of an institution that is asked by mail. */
export async function addressOfInstitution(cityTable: string, id: string): Promise<Address | undefined> {
  const contact = (await readCity(cityTable, 'institution', id))?.contact;
  return contact?.kind === 'email' ? byEmail(contact.email) : undefined;
}

/**
 * The addresses of a recipient, the one to use first on top.
 *
 * A petitioner's are those of the channels they chose, in their order, then any other they gave, as the way out when those
 * fail; none when they chose not to be told. One of the city's people is told by phone first.
 */
export async function addressesOf(
  personOf: PersonOf,
  { petitioner }: Pick<Correspondence, 'petitioner'>,
  to: Exclude<Recipient, { role: 'institution' }>,
): Promise<Address[]> {
  if (to.role === 'audit-office') return [{ channel: 'topic', of: 'audit-office' }];
  if (to.role === 'petitioner') {
    const { notifyBy = [], phone, email } = petitioner ?? {};
    if (notifyBy.length === 0) return [];
    const ways = new Set([...notifyBy, ...NotifyBy.options]);
    return given([...ways].map((by) => (by === 'sms' ? byPhone(phone) : by === 'email' ? byEmail(email) : undefined)));
  }
  const person = await personOf(to.id);
  return given([byPhone(person?.phone), byEmail(person?.email)]);
}

const given = (addresses: readonly (Address | undefined)[]): Address[] =>
  addresses.filter((address) => address !== undefined);

/** The address for a digest: mail first, because it is long. */
export async function digestAddressOf(cityTable: string, to: Recipient): Promise<Address | undefined> {
  if (!('id' in to)) return { channel: 'topic', of: 'audit-office' };
  const person = await readCity(cityTable, 'person', to.id);
  return byEmail(person?.email) ?? byPhone(person?.phone);
}

function byPhone(phone: string | undefined): Address | undefined {
  const parsed = Phone.safeParse(phone);
  return parsed.success ? { channel: 'sms', phone: parsed.data } : undefined;
}

function byEmail(email: string | undefined): Address | undefined {
  return email === undefined ? undefined : { channel: 'email', email };
}
