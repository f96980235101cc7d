import type { TrackedComplaint } from '#schemas/api/citizen.ts';
import { atOnce } from '../at-once.ts';
import { ask, Declined } from '../city/api.ts';
import { AT_ONCE, type Filed, type Scene } from './scene.ts';

/**
 * The petitioner of a complaint says something by number and access code.
 *
 * @returns false when the complaint no longer takes it
 */
export async function sayAsPetitioner(
  { url, run, filed }: Scene,
  number: string,
  what: 'rating' | 'withdrawal' | 'supplement',
  body: unknown,
): Promise<boolean> {
  const accessCode = filed.get(number)?.accessCode ?? '';
  try {
    await ask(url, `/v1/complaints/${number}/${what}`, {
      method: 'POST',
      headers: { 'access-code': accessCode, 'idempotency-key': `${run} ${what} ${number}` },
      body,
    });
    return true;
  } catch (error) {
    if (error instanceof Declined && error.status === 409) return false;
    throw error;
  }
}

/** Where a complaint stands, as its petitioner follows it. */
export const track = (url: string, { number, accessCode }: Filed): Promise<TrackedComplaint> =>
  ask(url, `/v1/complaints/${number}`, { headers: { 'access-code': accessCode } });

/** The departments to which those of these complaints that are assigned have come, as their petitioners are told. */
export async function departmentsOf({ url, filed }: Scene, numbers: readonly string[]): Promise<Set<string>> {
  const ours = numbers.flatMap((number) => filed.get(number) ?? []);
  const tracked = await atOnce(ours, AT_ONCE, (one) => track(url, one));
  return new Set(
    tracked.flatMap(({ status, department }) => (status === 'assigned' && department ? [department.id] : [])),
  );
}
