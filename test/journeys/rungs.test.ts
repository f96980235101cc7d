import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import type { Notice } from '#schemas/notice.ts';
import { type City, later, openCity, unsureFiling } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const petitioners = new Set(['reception', 'assignment', 'result', 'new-case', 'classification-asked']);

/** The rungs climbed so far, with whom they told. */
async function climbed(number: string): Promise<string[]> {
  const { notices } = await city.history(number);
  const who = ({ to }: Notice): string => ('id' in to ? to.id : to.role);
  return notices.filter(({ step }) => !petitioners.has(step)).map((notice) => `${notice.step} ${who(notice)}`);
}

/** Moves to just before and just after an instant, and tells which rungs were climbed in between. */
async function climbedAt(number: string, instant: string): Promise<string[]> {
  await city.to(later(instant, -1));
  const before = await climbed(number);
  await city.to(later(instant, 1_000));
  return (await climbed(number)).slice(before.length);
}

async function filed(filing: Record<string, unknown> = {}): Promise<Receipt> {
  const { body } = await city.file(filing);
  await city.rest();
  return body;
}

async function answer(number: string): Promise<number> {
  const person = await city.personNamed(number);
  const { etag } = await city.case(person, number);
  const { status } = await city.answer(person, number, etag);
  await city.rest();
  return status;
}

describe('nobody answers', () => {
  test('a complaint of seven days: half of the time, 80 %, due, one and three working days later, each told once', async () => {
    const { number } = await filed({ title: '건의', text: '말씀드립니다.', kind: 'complaint' });
    const person = await city.personNamed(number);
    const { complaint } = await city.history(number);
    const { lead, director } = complaint.assignment ?? {};
    // Mon 09:00 and seven working days of eight hours: due Tue 18:00, half of it Thu 14:00.
    expect(complaint.deadline?.dueAt).toBe('2026-12-01T09:00:00.000Z');
    expect(await climbedAt(number, '2026-11-26T05:00:00.000Z')).toEqual([`remind-official-50 ${person}`]);
    expect(await climbedAt(number, '2026-11-30T05:48:00.000Z')).toEqual([`remind-official-80 ${person}`]);
    expect(await climbedAt(number, '2026-12-01T09:00:10.000Z')).toEqual([`escalate-to-lead ${lead}`]);
    expect(await climbedAt(number, '2026-12-02T09:00:00.000Z')).toEqual([`escalate-to-director ${director}`]);
    expect(await climbedAt(number, '2026-12-04T09:00:00.000Z')).toEqual(['escalate-to-audit-office audit-office']);
    // Nobody is left to be told: the operators see it, while its execution waits on.
    expect(await city.queue()).toMatchObject([{ number, state: 'AwaitAnswer', error: 'Unanswered' }]);
    expect((await city.resume(number)).body.code).toBe('nothing-to-resume');
    expect(await climbedAt(number, '2026-12-23T00:00:00.000Z')).toEqual(['tell-progress petitioner']);
    await city.advance('P7D');
    expect(await climbed(number)).toHaveLength(6);
    expect((await city.outbox(number)).filter(({ text }) => /경과/.test(text))).toHaveLength(5);
    const { notices } = await city.history(number);
    expect(notices.at(-2)).toMatchObject({ step: 'escalate-to-audit-office', channel: 'topic', status: 'accepted' });
    expect(notices.map(({ status }) => status)).toEqual(notices.map(() => 'accepted'));
    expect(await answer(number)).toBe(202);
    expect(await city.queue()).toEqual([]);
  });

  test('a simple complaint: 16:00, 18:00 and the end of the day, then as any other', async () => {
    await city.to('2027-01-04T00:00:00.000Z');
    const { number } = await filed();
    const person = await city.personNamed(number);
    const { lead, director } = (await city.history(number)).complaint.assignment ?? {};
    expect(await climbedAt(number, '2027-01-04T07:00:00.000Z')).toEqual([`remind-official-16h ${person}`]);
    expect(await climbedAt(number, '2027-01-04T09:00:00.000Z')).toEqual([`remind-official-18h ${person}`]);
    expect(await climbedAt(number, '2027-01-04T15:00:10.000Z')).toEqual([`escalate-to-lead ${lead}`]);
    expect(await climbedAt(number, '2027-01-05T09:00:00.000Z')).toEqual([`escalate-to-director ${director}`]);
    expect(await climbedAt(number, '2027-01-07T09:00:00.000Z')).toEqual(['escalate-to-audit-office audit-office']);
    expect(await answer(number)).toBe(202);
  });
});

describe('an answer', () => {
  test('at the very instant it is due is in time, 1 ms later it is late', async () => {
    await city.to('2027-01-11T00:00:00.000Z');
    const [inTime, late] = [await filed(), await filed()];
    await city.to('2027-01-11T15:00:00.000Z');
    expect(await answer(inTime.number)).toBe(202);
    await city.to('2027-01-11T15:00:00.001Z');
    expect(await answer(late.number)).toBe(202);
    expect((await city.track(inTime)).body.answers).toMatchObject([{ isLate: false }]);
    expect((await city.track(late)).body.answers).toMatchObject([{ isLate: true }]);
    // The late one came before the rung: nobody has to be told any more.
    await city.advance('P5D');
    expect((await climbed(late.number)).filter((rung) => rung.startsWith('escalate'))).toEqual([]);
    expect((await city.history(late.number)).complaint.isLate).toBe(true);
  });

  test('after everybody was told is kept, marked late and evaluated; the ledger tells what it was measured by', async () => {
    await city.to('2027-01-18T00:00:00.000Z');
    const receipt = await filed();
    await city.to('2027-01-22T00:00:00.000Z');
    expect(await answer(receipt.number)).toBe(202);
    expect((await city.rate(receipt, 1)).status).toBe(202);
    await city.rest();
    expect((await city.track(receipt)).body).toMatchObject({
      status: 'closed',
      due: { basis: 'same-day', dueAt: '2027-01-18T15:00:00.000Z' },
      answers: [{ round: 1, isLate: true, at: '2027-01-22T00:00:00.000Z' }],
    });
    const { complaint, ledger } = await city.history(receipt.number);
    // The one decreed day that lies ahead: the election of 2028.
    expect(ledger).toEqual([
      { kind: 'start', at: '2027-01-18T00:00:00.000Z', basis: 'same-day', daysOff: ['2028-04-12'] },
    ]);
    // Four working days of eight hours.
    expect(complaint.evaluation).toMatchObject({ isLate: true, workingMinutes: 1920, score: 1 });
  });
});

describe('a complaint whose words leave the rules unsure', () => {
  test('waits at the central desk until a person says what it is; a rung before the assignment is skipped', async () => {
    await city.to('2027-01-25T00:00:00.000Z');
    const receipt = await filed(unsureFiling);
    const { number } = receipt;
    expect((await city.track(receipt)).body).toMatchObject({
      status: 'in-classification',
      due: { basis: 'statutory' },
      department: { id: 'central-desk' },
    });
    expect(await city.list('operator-2')).toMatchObject([{ number, stage: 'classification' }]);
    expect((await city.outbox(number)).map(({ text }) => text)).toContain(`[대답] ${number} 분류가 필요합니다.`);

    const { etag, body: seen } = await city.case('operator-2', number);
    expect(seen.title).toBe(unsureFiling.title);
    await city.to('2027-01-25T08:00:00.000Z');
    expect((await city.classify('operator-2', number, etag)).status).toBe(202);
    expect(await city.classify('operator-3', number, etag)).toMatchObject({ status: 409 });
    await city.rest();
    expect((await city.track(receipt)).body).toMatchObject({
      status: 'assigned',
      kind: 'complaint',
      due: { basis: 'same-day', dueAt: '2027-01-25T15:00:00.000Z' },
      department: { id: 'gangnam-office' },
    });
    expect(await city.list('operator-2')).toEqual([]);
    const person = await city.personNamed(number);
    const listed = (await city.list(person)).find((line) => line.number === number);
    expect(listed).toMatchObject({ stage: 'answer', dueAt: '2027-01-25T15:00:00.000Z' });
    expect(await climbedAt(number, '2027-01-25T09:00:00.000Z')).toEqual([`remind-official-18h ${person}`]);
    expect(await climbed(number)).toHaveLength(1);
    expect(await answer(number)).toBe(202);
  });

  test('is reminded of at the central desk, and again where it is assigned', async () => {
    await city.to('2027-03-08T00:00:00.000Z');
    const { number } = await filed(unsureFiling);
    const { complaint } = await city.history(number);
    const half = complaint.rungs.find(({ id }) => id === 'remind-official-50')?.at ?? '';
    expect(await climbedAt(number, half)).toEqual(['remind-official-50 lead-central-desk']);
    const { etag } = await city.case('operator-1', number);
    const body = { kind: 'welfare', topic: 'welfare' };
    expect((await city.classify('operator-1', number, etag, body)).status).toBe(202);
    await city.rest();
    const { complaint: known } = await city.history(number);
    expect(known).toMatchObject({ stage: 'answer', deadline: { basis: 'statutory', period: { unit: 'months' } } });
    const again = known.rungs.find(({ id }) => id === 'remind-official-50')?.at ?? '';
    expect(again > half).toBe(true);
    const person = await city.personNamed(number);
    expect(await climbedAt(number, again)).toEqual([`remind-official-50 ${person}`]);
    expect(await city.queue()).toEqual([]);
  });

  test('nobody looks at is late there too: the central desk’s lead hears of it', async () => {
    await city.to('2027-05-10T00:00:00.000Z');
    const { number } = await filed(unsureFiling);
    await city.advance('P20D');
    expect(await climbed(number)).toEqual([
      'remind-official-50 lead-central-desk',
      'remind-official-80 lead-central-desk',
      'escalate-to-lead lead-central-desk',
      'escalate-to-director director-civil',
      'escalate-to-audit-office audit-office',
    ]);
    const { etag } = await city.case('operator-1', number);
    expect((await city.classify('operator-1', number, etag)).status).toBe(202);
    await city.rest();
    expect(await answer(number)).toBe(202);
    expect((await city.history(number)).complaint).toMatchObject({ stage: 'rating', isLate: true });
  });
});
