import type * as z from 'zod';
import { keepCity, readCity } from '#functions/aws/city-table.ts';
import { keepSignIn } from '#functions/aws/sign-in.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { Caller } from '#functions/middleware/api-request.ts';
import { checkEndpoint, EndpointForbidden } from '#functions/outbound/public-endpoint.ts';
import { Department } from '#schemas/department.ts';
import { type Fault, Refused, RequestInvalid } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import { Institution, InstitutionShown } from '#schemas/institution.ts';
import { Kind } from '#schemas/kind.ts';
import { Person } from '#schemas/person.ts';
import type { OperatorApiSettings } from '#schemas/settings.ts';

type Settings = z.infer<typeof OperatorApiSettings>;

type Put<B> = {
  readonly at: Instant;
  readonly caller: Caller;
  readonly params: { readonly id: string };
  readonly body: B;
};

/** The record as it will be kept: the body under the path's id, which must fit the schema too. */
function recordOf<S extends z.ZodType>(schema: S, { params, body }: Put<object>): z.infer<S> {
  const parsed = schema.safeParse({ ...body, id: params.id });
  if (parsed.success) return parsed.data;
  throw new RequestInvalid(
    parsed.error.issues.map(({ path, message }): Fault => ({ path: `/path/${path.join('/')}`, expected: message })),
  );
}

const toldBy = ({ caller, at }: Put<object>) => ({ by: caller.id, at });

/** Keeps a department. */
export async function putDepartment({ CITY_TABLE }: Settings, request: Put<Omit<Department, 'id'>>): Promise<Reply> {
  const department = recordOf(Department, request);
  await keepCity(CITY_TABLE, 'department', department, toldBy(request));
  return { body: department };
}

/** Keeps a kind and its legal period. */
export async function putKind({ CITY_TABLE }: Settings, request: Put<Omit<Kind, 'id'>>): Promise<Reply> {
  const kind = recordOf(Kind, request);
  await keepCity(CITY_TABLE, 'kind', kind, toldBy(request));
  return { body: kind };
}

/** What an address says by itself is checked here; where its name leads, whenever it is called. */
function checkContact({ contact }: Institution, targets: Settings['PRIVATE_TARGETS']): void {
  if (contact.kind !== 'open311') return;
  try {
    checkEndpoint(contact.url, targets);
  } catch (error) {
    if (!(error instanceof EndpointForbidden)) throw error;
    throw new Refused('endpoint-not-public', error.message);
  }
}

/**
 * Keeps an institution outside the city; the address and the key of its machine are kept, and shown to nobody.
 *
 * @throws Refused endpoint-not-public for a machine that is not on the public internet
 */
export async function putInstitution(
  { CITY_TABLE, PRIVATE_TARGETS }: Settings,
  request: Put<Omit<Institution, 'id'>>,
): Promise<Reply> {
  const institution = recordOf(Institution, request);
  checkContact(institution, PRIVATE_TARGETS);
  await keepCity(CITY_TABLE, 'institution', institution, toldBy(request));
  return { body: InstitutionShown.parse({ ...institution, contact: institution.contact.kind }) };
}

/** Whoever is an institution's speaks for it alone: who was also the city's own could do as the one what is for the other. */
function checkEnvoy({ groups, institution }: Person): void {
  const isEnvoy = groups.includes('institution');
  if (isEnvoy && groups.length > 1) throw new RequestInvalid([{ path: '/body/groups', expected: 'institution alone' }]);
  if (isEnvoy === (institution !== undefined)) return;
  const expected = isEnvoy ? 'the institution they speak for' : 'nothing: they are in no group institution';
  throw new RequestInvalid([{ path: '/body/institution', expected }]);
}

/**
 * Keeps a person or a channel app, who can then sign in.
 *
 * @throws Refused department-unknown or institution-unknown when they are to belong to one that does not exist
 */
export async function putPerson(
  { CITY_TABLE, USER_POOL_ID }: Settings,
  request: Put<Omit<Person, 'id'>>,
): Promise<Reply> {
  const person = recordOf(Person, request);
  checkEnvoy(person);
  const { department, institution } = person;
  if (department !== undefined && (await readCity(CITY_TABLE, 'department', department)) === undefined) {
    throw new Refused('department-unknown', `department '${department}' does not exist`);
  }
  if (institution !== undefined && (await readCity(CITY_TABLE, 'institution', institution)) === undefined) {
    throw new Refused('institution-unknown', `institution '${institution}' does not exist`);
  }
  // The record first: whoever can sign in is known to the city.
  await keepCity(CITY_TABLE, 'person', person, toldBy(request));
  await keepSignIn(USER_POOL_ID, person);
  return { body: person };
}
