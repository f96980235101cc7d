import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import type { ScoreCases, Scores } from '#schemas/api/score.ts';
import type { SpecialResult } from '#schemas/score.ts';
import { type Answered, type City, openCity } from './city.ts';

/*
 *   a department answers well, with set phrases, and not at all ─► its score of the month, and the cases behind each part
 */

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(async () => {
  await close();
});

const ask = async <B = { code: string }>(
  method: string,
  path: string,
  as: string,
  body?: unknown,
): Promise<Answered<B>> =>
  city.ask<B>(method as 'GET', path, {
    token: await city.token(as),
    ...(body === undefined ? {} : { body, key: randomUUID() }),
  });

const scoreOf = async (department: string, month = '2026-11') => {
  const { body } = await ask<Scores>('GET', `/v1/scores?month=${month}`, 'auditor-1');
  return body.scores.find((each) => each.department === department);
};

let department = '';
let person = '';
let numbers: string[] = [];

describe('a department’s month', () => {
  test('is scored by what it answered, and each part leads to its cases', async () => {
    const cases = [await city.assigned(), await city.assigned(), await city.assigned()];
    numbers = cases.map(({ receipt }) => receipt.number);
    [person = ''] = cases.map((each) => each.person);
    department = (await city.history(numbers[0] ?? '')).complaint.assignment?.department ?? '';
    const [well, hollow] = cases;
    if (well === undefined || hollow === undefined) throw new Error('there are three');
    await city.answerAs(well.person, well.receipt.number);
    const { etag } = await city.case(hollow.person, hollow.receipt.number);
    await city.answer(hollow.person, hollow.receipt.number, etag, '검토하겠습니다. 감사합니다.');
    await city.rest();
    await city.rate(well.receipt, 5);
    await city.rest();
    // Nothing is judged of the third before its time is up: (100 + 0) / 2, (100 + 0) / 2, 100 ► 25 + 15 + 10
    expect(await scoreOf(department)).toMatchObject({ score: 50, rounds: 2 });
    await city.advance('P1D');
    // (100 + 0 + 0) / 3 = 33.33; (100 + 0) / 2 = 50; 100; 0 ► 16.667 + 15 + 10
    const score = await scoreOf(department);
    expect(score).toMatchObject({ score: 41.67, rounds: 3 });
    expect(score?.parts.map(({ part, points }) => [part, points])).toEqual([
      ['speed', 33.33],
      ['fidelity', 50],
      ['cooperation', 100],
      ['special', 0],
    ]);
    const fidelity = score?.parts.find(({ part }) => part === 'fidelity')?.cases ?? '';
    const { body } = await ask<z.infer<typeof ScoreCases>>('GET', fidelity, person);
    expect(body.items.map(({ number, fidelity: points, lacks }) => [number, points, lacks]).toSorted()).toEqual(
      [
        [well.receipt.number, 100, undefined],
        [hollow.receipt.number, 0, 'only-set-phrases'],
      ].toSorted(),
    );
  });

  test('gains by a special result once a second person has confirmed it', async () => {
    const [number] = numbers;
    const body = { department, number, reason: '현장 지도를 새로 만들어 공개함' };
    const key = randomUUID();
    const propose = async () =>
      city.ask<SpecialResult>('POST', '/v1/special-results', { token: await city.token('operator-1'), body, key });
    const proposed = await propose();
    expect([proposed.status, proposed.body.status]).toEqual([201, 'proposed']);
    expect((await propose()).body).toEqual(proposed.body);
    const before = await scoreOf(department);
    const confirm = (as: string, confirmed = true) =>
      ask('POST', `/v1/special-results/${proposed.body.id}/confirmation`, as, { confirmed });
    expect(await confirm('operator-1')).toMatchObject({ status: 403, body: { code: 'own-proposal' } });
    expect((await scoreOf(department))?.score).toBe(before?.score);
    expect((await confirm('operator-2')).status).toBe(200);
    expect((await confirm('operator-2')).status).toBe(200);
    expect(await confirm('auditor-1', false)).toMatchObject({ status: 409, body: { code: 'already-decided' } });
    await city.advance('PT1H');
    // 25 of 100, which count by a tenth: 41.667 + 2.5
    expect((await scoreOf(department))?.score).toBe(44.17);
    const own = await ask<z.infer<typeof ScoreCases>>('GET', `/v1/scores/${department}/cases?part=special`, person);
    expect(own.body.specialResults).toMatchObject([{ number, status: 'confirmed', decidedBy: 'operator-2' }]);
  });

  test('is no other’s to look into, and counts no case of another', async () => {
    expect(await ask('GET', `/v1/scores/${department}/cases`, 'official-culture-1')).toMatchObject({
      status: 403,
      body: { code: 'not-yours' },
    });
    const body = { department: 'parks', number: numbers[0], reason: '다른 부서의 민원임을 확인' };
    expect(await ask('POST', '/v1/special-results', 'operator-1', body)).toMatchObject({
      status: 422,
      body: { code: 'case-not-counted' },
    });
    const unknown = await ask('POST', '/v1/special-results/2026-11-0123456789/confirmation', 'operator-1', {
      confirmed: true,
    });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await ask('GET', '/v1/scores?month=2026-13', 'operator-1')).status).toBe(400);
  });

  test('stays as it was at its end, whatever is said afterwards', async () => {
    await city.advance('P10D');
    const { body } = await ask<Scores>('GET', '/v1/scores?month=2026-11', 'operator-1');
    expect(body).toMatchObject({ isFinal: true, cutOff: '2026-11-30T15:00:00.000Z' });
    const before = await scoreOf(department);
    expect(before?.score).toBe(44.17);
    const last = numbers.at(-1) ?? '';
    await city.answerAs(await city.personNamed(last), last);
    await city.rest();
    expect(await scoreOf(department)).toEqual(before);
    // Nor does the late answer count in the month in which it came.
    expect(await scoreOf(department, '2026-12')).toBeUndefined();
  });
});
