import { readFile } from 'node:fs/promises';
import type { Department } from '#schemas/department.ts';
import type { Institution } from '#schemas/institution.ts';
import type { Kind } from '#schemas/kind.ts';
import type { Person } from '#schemas/person.ts';

/** A city as data: what its operators keep. */
export type City = {
  readonly kinds: Kind[];
  readonly departments: Department[];
  readonly institutions: Institution[];
  readonly people: Person[];
};

/** How many records are kept at once. */
const AT_ONCE = 8;

/** The city in a folder with kinds.json, departments.json and people.json, and institutions.json if it transfers cases outside. */
export async function readCityFolder(folder: URL): Promise<City> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(name, folder), 'utf8'));
  const readIfThere = (name: string): Promise<unknown> =>
    read(name).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  return {
    kinds: (await read('kinds.json')) as Kind[],
    departments: (await read('departments.json')) as Department[],
    institutions: (await readIfThere('institutions.json')) as Institution[],
    people: (await read('people.json')) as Person[],
  };
}

/**
 * Loads a city through the operator's operations; what is there already is kept anew.
 *
 * @param url   where the API is
 * @param token an operator's access token
 * @throws Error naming the record and what the API said of it
 */
export async function loadCity(url: string, token: string, city: City): Promise<number> {
  const put = async (path: string, { id, ...body }: { id: string }): Promise<void> => {
    const response = await fetch(`${url}/v1/${path}/${id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}/${id} was not kept: ${response.status} ${await response.text()}`);
    await response.body?.cancel();
  };
  // Departments and institutions before people, who belong to them.
  for (const [path, records] of [
    ['kinds', city.kinds],
    ['departments', city.departments],
    ['institutions', city.institutions],
    ['people', city.people],
  ] as const) {
    const left = [...records];
    const work = async (): Promise<void> => {
      for (let record = left.shift(); record !== undefined; record = left.shift()) await put(path, record);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return city.kinds.length + city.departments.length + city.institutions.length + city.people.length;
}
