import { createHash } from 'node:crypto';
import type { Receipt } from '#schemas/api/citizen.ts';
import type { ListedComplaint } from '#schemas/api/official-case.ts';
import { forEach } from '#test/journeys/at-once.ts';
import type { City } from '#test/journeys/city.ts';

/** Which of so many parts a complaint belongs to: always the same one, and by chance. */
export function partOf(number: string, parts: number): number {
  return createHash('sha256').update(number).digest().readUInt16BE() % parts;
}

/** Everybody who may have cases: the officials, and the central desk by one of its operators. */
export async function officialsOf(city: City): Promise<string[]> {
  const { body } = await city.ask<{ people: { id: string; groups: string[] }[] }>('GET', '/_local/people');
  return [...body.people.filter(({ groups }) => groups.includes('official')).map(({ id }) => id), 'operator-1'];
}

/**
 * Lets officials answer, and the central desk classify, what stands on their lists now.
 *
 * Each asks under a key of the case's version: whoever repeats a request after a broken connection says nothing twice.
 *
 * @param mine which of the cases listed they take up
 * @returns how many they took up
 */
export async function workOff(
  city: City,
  officials: readonly string[],
  mine = (_listed: ListedComplaint): boolean => true,
): Promise<number> {
  let count = 0;
  await forEach(officials, async (official) => {
    for (const listed of (await city.list(official)).filter(mine)) {
      if (await takeUp(city, official, listed)) count += 1;
    }
  });
  return count;
}

async function takeUp(city: City, official: string, { number, stage }: ListedComplaint): Promise<boolean> {
  const { status, etag } = await city.case(official, number);
  if (status !== 200) throw new Error(`${official} sees ${number} on the list, but its case answers ${status}`);
  const isUnsure = stage === 'classification';
  const said = await city.ask('POST', `/v1/complaints/${number}/${isUnsure ? 'classification' : 'answer'}`, {
    token: await city.token(official),
    ifMatch: etag,
    key: `${official}/${number}/${etag.replaceAll('"', '')}`,
    body: isUnsure ? { kind: 'complaint', topic: 'noise' } : { text: '현장을 확인하고 조치하였습니다.' },
  });
  // 409: it moved on since the list was read (its answer waits to be heard).
  if (said.status !== 202 && said.status !== 409) {
    throw new Error(`${official} on ${number}: ${said.status} ${JSON.stringify(said.body)}`);
  }
  return said.status === 202;
}

/** Lets petitioners rate their answers, those that have one to rate. */
export async function rateAnswers(city: City, receipts: readonly Receipt[]): Promise<void> {
  await forEach(receipts, async ({ number, accessCode }) => {
    const { status, body } = await city.ask<{ code?: string }>('POST', `/v1/complaints/${number}/rating`, {
      accessCode,
      key: `rating-of-${number}`,
      body: { score: 1 + partOf(number, 5) },
    });
    if (status !== 202 && status !== 409) throw new Error(`rating ${number}: ${status} ${JSON.stringify(body)}`);
  });
}
