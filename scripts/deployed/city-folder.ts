import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { type City, readCityFolder } from '#city/load-city.ts';
import { Department } from '#schemas/department.ts';
import { Institution } from '#schemas/institution.ts';
import { Kind } from '#schemas/kind.ts';
import { Person } from '#schemas/person.ts';
import { WrongInput } from './wrong-input.ts';

const files = {
  kinds: z.array(Kind),
  departments: z.array(Department),
  institutions: z.array(Institution),
  people: z.array(Person),
} as const;

/**
 * The city in a folder, every record checked before any is sent.
 *
 * @throws WrongInput naming file, record and fault
 */
export async function checkedCityFolder(folder: string): Promise<City> {
  const city = await read(folder);
  for (const [name, schema] of Object.entries(files)) {
    const parsed = schema.safeParse(city[name as keyof City]);
    const [issue] = parsed.error?.issues ?? [];
    if (issue === undefined) continue;
    const [at, ...path] = issue.path;
    throw new WrongInput(`${folder}/${name}.json, record ${Number(at ?? 0) + 1}, ${path.join('.')}: ${issue.message}`);
  }
  const departments = new Set(city.departments.map(({ id }) => id));
  const homeless = city.people.find(({ department }) => department !== undefined && !departments.has(department));
  if (homeless !== undefined) {
    throw new WrongInput(
      `${folder}/people.json: '${homeless.id}' is of department '${homeless.department}', which is not in departments.json`,
    );
  }
  if (!departments.has('central-desk')) {
    throw new WrongInput(`${folder}/departments.json has no 'central-desk', which takes what no other department does`);
  }
  return city;
}

async function read(folder: string): Promise<City> {
  try {
    return await readCityFolder(pathToFileURL(`${folder.replace(/\/+$/, '')}/`));
  } catch (error) {
    if (error instanceof SyntaxError) throw new WrongInput(`a file in ${folder} is not JSON: ${error.message}`);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new WrongInput(`${folder} is no city, expected a folder with kinds.json, departments.json and people.json`);
    }
    throw error;
  }
}
