import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CountedCaseShown, PublishedStatistics, Statistics, StatisticsRow } from '#schemas/api/statistics.ts';
import { Dimension } from '#schemas/statistics.ts';
import { AwsSide } from './aws-side.ts';
import { type City, openCity, sevenDays } from './city.ts';

/*
 *   complaints are filed, answered, passed on and taken back ─► every number stands for its cases, at every moment
 */

let city: City;
let aws: AwsSide;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
  aws = await AwsSide.of(city);
});
afterAll(async () => {
  aws.close();
  await close();
});

async function statistics(query = '', as = 'operator-1'): Promise<Statistics> {
  const token = await city.token(as);
  return (await city.ask<Statistics>('GET', `/v1/officials/me/statistics?${query}`, { token })).body;
}

async function published(query = ''): Promise<PublishedStatistics> {
  return (await city.ask<PublishedStatistics>('GET', `/v1/statistics?${query}`)).body;
}

/** The cases behind a number, by the link that it carries; all pages. */
async function casesBehind(link: string, as = 'operator-1'): Promise<CountedCaseShown[]> {
  const token = await city.token(as);
  const found: CountedCaseShown[] = [];
  let cursor: string | undefined;
  do {
    const more: string = cursor === undefined ? '' : `&cursor=${cursor}`;
    const { body } = await city.ask<{ items: CountedCaseShown[]; cursor?: string }>('GET', `${link}&limit=3${more}`, {
      token,
    });
    found.push(...body.items);
    cursor = body.cursor;
  } while (cursor !== undefined);
  return found;
}

const rowOf = ({ rows }: Statistics, key: string): StatisticsRow | undefined => rows.find((row) => row.key === key);

/** Every number has as many cases behind it, and every dimension the same sum. */
async function addsUp(as = 'operator-1'): Promise<void> {
  const totals: unknown[] = [];
  for (const by of Dimension.options) {
    const { rows, total } = await statistics(`by=${by}`, as);
    totals.push(total.measures);
    const received = rows.reduce((sum, { measures }) => sum + (measures.received ?? 0), 0);
    expect(received, by).toBe(total.measures.received ?? 0);
    for (const { key, cases, measures } of rows) {
      for (const [measure, link] of Object.entries(cases)) {
        const numbers = (await casesBehind(link, as)).map(({ number }) => number);
        expect(numbers.length, `${by} ${key} ${measure}`).toBe(measures[measure as keyof typeof measures]);
        expect(new Set(numbers).size).toBe(numbers.length);
      }
    }
  }
  for (const total of totals) expect(total).toEqual(totals[0]);
}

describe('a day of complaints', () => {
  test('is counted with each change: by ward, field, department and outcome', async () => {
    const [first, second, third] = [
      await city.assigned({ location: '강남구 역삼1동 주민센터 앞' }),
      await city.assigned({ ward: '역삼1동' }),
      await city.assigned({ ...sevenDays, district: 'jongno' }),
    ];
    const { rows } = await statistics('by=ward');
    expect(rows.map(({ key, measures }) => [key, measures.received])).toEqual([
      ['gangnam/역삼1동', 2],
      ['jongno/none', 1],
    ]);
    await city.advance('PT1H');
    await city.answerAs(first.person, first.receipt.number);
    await city.rest();
    const now = await statistics('by=district');
    expect(rowOf(now, 'gangnam')).toMatchObject({
      measures: { received: 2, open: 1, answered: 1, onTime: 1, workingMinutes: 60 },
      onTimeRate: 1,
      meanWorkingMinutes: 60,
    });
    expect(now).toMatchObject({ from: '2026-11-01', to: '2026-11-23', asOf: '2026-11-23T01:00:00.000Z' });
    expect(now.clock.en).toContain('legal period');

    // An answer that says nothing ends the wait, and counts as none.
    const { etag } = await city.case(second.person, second.receipt.number);
    await city.answer(second.person, second.receipt.number, etag, '민원이 접수되었습니다. 감사합니다.');
    await city.withdraw(third.receipt);
    await city.rest();
    expect((await city.track(second.receipt)).body.status).toBe('answered');
    expect((await statistics()).total).toMatchObject({
      measures: { received: 3, answered: 1, hollow: 1, withdrawn: 1 },
      onTimeRate: 0.5,
    });
    const [hollow] = await casesBehind((await statistics()).total.cases.hollow ?? '');
    expect(hollow).toMatchObject({ number: second.receipt.number, lacks: 'only-set-phrases' });
    await addsUp();
  });

  test('moves with a case to another department, and counts a rating and another round once', async () => {
    const { receipt, person } = await city.assigned(sevenDays);
    const before = await statistics('by=department&department=parks');
    await city.sayAs(person, receipt.number, 'transfer', { department: 'parks', reason: '공원입니다' });
    expect((await statistics('by=department&department=parks')).total.measures.received).toBe(
      (before.total.measures.received ?? 0) + 1,
    );
    await city.answerAs(await city.personNamed(receipt.number), receipt.number);
    await city.rest();
    await city.rate(receipt, 2);
    await city.rest();
    await city.sayAsPetitioner(receipt, 'question', { text: '아직 그대로입니다' });
    const again = (await statistics('department=parks')).total.measures;
    expect(again).toMatchObject({ open: 1, askedAgain: 1, ratings: 1, stars: 2 });
    expect(again).not.toHaveProperty('answered');
    await addsUp();
  });

  test('stays exact when a complaint was counted by other rules', async () => {
    const { receipt, person } = await city.assigned();
    await aws.forgetCounting(receipt.number);
    const { total } = await statistics();
    await city.answerAs(person, receipt.number);
    await city.rest();
    const { received = 0, answered = 0 } = (await statistics()).total.measures;
    expect(received).toBe(total.measures.received);
    expect(answered).toBe((total.measures.answered ?? 0) + 1);
    await addsUp();
  });
});

describe('whoever asks', () => {
  test('without being one of the city’s sees no number under 5, but the speed of 25 districts as it changes', async () => {
    const none = await published();
    expect(none.rows).toHaveLength(25);
    expect(
      none.rows.every(({ received, isSuppressed }) => received % 5 === 0 && isSuppressed === (received === 0)),
    ).toBe(true);
    const open = [];
    for (let index = 0; index < 6; index += 1) open.push(await city.assigned({ district: 'mapo' }));
    const mapo = async () => (await published('by=district')).rows.find(({ key }) => key === 'mapo');
    expect(await mapo()).toEqual({ key: 'mapo', received: 5, answered: 0, isSuppressed: false });
    for (const { person, receipt } of open.slice(0, 5)) await city.answerAs(person, receipt.number);
    await city.rest();
    expect(await mapo()).toMatchObject({ answered: 5, onTime: { from: 0.8, to: 1 }, meanWorkingMinutes: 0 });
    // One more answer, two hours later: the speed has changed.
    await city.advance('PT2H');
    const [last] = open.slice(5);
    await city.answerAs(last?.person ?? '', last?.receipt.number ?? '');
    await city.rest();
    expect(await mapo()).toMatchObject({ answered: 5, meanWorkingMinutes: 20 });
    expect(JSON.stringify(await published('by=day'))).not.toMatch(/"(received|answered)":[1-4][,}]/);
    expect((await published('by=ward&district=mapo')).rows).toContainEqual(
      expect.objectContaining({ key: 'mapo/서교동', isSuppressed: true }),
    );
  });

  test('among its officials sees their own department, exactly', async () => {
    const { receipt, person } = await city.assigned({ district: 'mapo' });
    const department = (await city.history(receipt.number)).complaint.assignment?.department;
    const own = await statistics('by=department', person);
    expect(own.rows.map(({ key }) => key)).toEqual([department]);
    expect(own.population.en).toContain(`${department}`);
    await addsUp(person);
    const token = await city.token(person);
    for (const path of ['statistics', 'statistics/cases']) {
      const { status, body } = await city.ask('GET', `/v1/officials/me/${path}?department=parks`, { token });
      expect([status, body]).toMatchObject([403, { code: 'not-yours' }]);
    }
    expect((await city.ask('GET', '/v1/officials/me/statistics')).status).toBe(401);
  });

  test('and is named in a report knows neither of it nor of its being counted', async () => {
    const before = await statistics('by=kind', 'operator-2');
    const all = await statistics('by=kind', 'auditor-1');
    // operator-2 is 황지안.
    await city.assigned({ kind: 'corruption', title: '비리 신고', text: '황지안 주무관이 금품을 받았습니다.' });
    expect(await statistics('by=kind', 'operator-2')).toEqual(before);
    expect((await statistics('by=kind', 'auditor-1')).total.measures.received).toBe(
      (all.total.measures.received ?? 0) + 1,
    );
    await addsUp('operator-2');
  });

  test('for what there is not is told what was expected', async () => {
    const refusals = await Promise.all([
      city.ask('GET', '/v1/statistics?by=mayor'),
      city.ask('GET', '/v1/statistics?by=kind&district=mapo'),
      city.ask('GET', '/v1/statistics?from=2026-12&to=2026-11'),
      city.ask('GET', '/v1/statistics?from=2020-01&to=2026-11'),
      city.ask('GET', '/v1/statistics?kind=complaint'),
      city.ask('GET', '/v1/officials/me/statistics/cases?cursor=x', { token: await city.token('operator-1') }),
    ]);
    for (const { status, body } of refusals) expect([status, body]).toMatchObject([400, { code: 'request-invalid' }]);
    const { status, body } = await city.file({ ward: '없는동' });
    expect([status, body]).toMatchObject([422, { code: 'ward-unknown' }]);
  });
});
