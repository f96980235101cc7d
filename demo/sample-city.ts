import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { District, DistrictId } from '#schemas/district.ts';
import type { Kind } from '#schemas/kind.ts';
import type { Known } from './reading/row-checks.ts';

/** The names of the districts by id, in the city's order. */
export type DistrictNames = ReadonlyMap<DistrictId, string>;

/** What the demo knows of the sample city before it speaks to one: its kinds and districts, from the data in city/. */
export async function readSampleCity(): Promise<Known & { readonly names: DistrictNames }> {
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(import.meta.dirname, '..', 'city', name), 'utf8'));
  // The city's own tests hold these files to their schemas.
  const kinds = (await read('kinds.json')) as Kind[];
  const districts = (await read('districts.json')) as District[];
  return {
    kinds: kinds.map(({ id }) => id),
    districts: districts.map(({ id }) => id),
    names: new Map(districts.map(({ id, name }) => [id, name])),
  };
}
