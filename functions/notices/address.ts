import { readCity } from '#functions/aws/city-table.ts';
import type { Correspondence } from '#functions/aws/complaint-table.ts';
import type { Recipient } from '#schemas/notice.ts';
import type { Person } from '#schemas/person.ts';
import { Phone } from '#schemas/petitioner.ts';

/** Where a notice can go. */
export type Address =
  | { readonly channel: 'sms'; readonly phone: string }
  | { readonly channel: 'email'; readonly email: string }
  | { readonly channel: 'topic' };

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

/** The address for a recipient: the petitioner's first choice that is given, the phone or mail of one of the city's people. */
export async function addressOf(
  personOf: PersonOf,
  found: Pick<Correspondence, 'petitioner'>,
  to: Exclude<Recipient, { role: 'institution' }>,
): Promise<Address | undefined> {
  if (to.role === 'audit-office') return { channel: 'topic' };
  if (to.role === 'petitioner') {
    const { notifyBy = [], phone, email } = found.petitioner ?? {};
    return notifyBy
      .map((by) => (by === 'sms' ? byPhone(phone) : byEmail(email)))
      .find((address) => address !== undefined);
  }
  const person = await personOf(to.id);
  return byPhone(person?.phone) ?? byEmail(person?.email);
}

/** The address for a digest: mail first, because it is long. */
export async function digestAddressOf(cityTable: string, to: Recipient): Promise<Address | undefined> {
  if (!('id' in to)) return { channel: 'topic' };
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
