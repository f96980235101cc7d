import type * as z from 'zod';
import { keepCity, readCity } from '#functions/aws/city-table.ts';
import { keepSignIn } from '#functions/aws/sign-in.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { Caller } from '#functions/middleware/api-request.ts';
import { Department } from '#schemas/department.ts';
import { type Fault, Refused, RequestInvalid } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
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

/**
 * Keeps a person or a channel app, who can then sign in.
 *
 * @throws Refused department-unknown when they are to belong to a department that does not exist
 */
export async function putPerson(
  { CITY_TABLE, USER_POOL_ID }: Settings,
  request: Put<Omit<Person, 'id'>>,
): Promise<Reply> {
  const person = recordOf(Person, request);
  const { department } = person;
  if (department !== undefined && (await readCity(CITY_TABLE, 'department', department)) === undefined) {
    throw new Refused('department-unknown', `department '${department}' does not exist`);
  }
  // The record first: whoever can sign in is known to the city.
  await keepCity(CITY_TABLE, 'person', person, toldBy(request));
  await keepSignIn(USER_POOL_ID, person);
  return { body: person };
}
