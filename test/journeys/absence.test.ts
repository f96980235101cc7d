import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Absence } from '#schemas/absence.ts';
import type { Receipt } from '#schemas/api/citizen.ts';
import type { ListedComplaint } from '#schemas/api/official-case.ts';
import { type Answered, type City, openCity, proposal, sevenDays } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const absentee = 'official-central-desk-1';
const deputy = 'official-central-desk-2';
const phones = { [absentee]: '+821000001015', [deputy]: '+821000001016' };

type Recorded = Absence & { readonly code: string };

/** Records an absence: the absentee's own, of whom the deputy stands in, unless said otherwise. */
async function leave(
  untilAt: string,
  { as = absentee, id = absentee, ...body }: Readonly<Record<string, string>> = {},
): Promise<Answered<Recorded>> {
  const request = { token: await city.token(as), body: { deputy, untilAt, ...body } };
  return city.ask('PUT', `/v1/people/${id}/absence`, request);
}

async function comeBack(as = absentee, id = absentee): Promise<Answered<Recorded>> {
  return city.ask('DELETE', `/v1/people/${id}/absence`, { token: await city.token(as) });
}

async function mine(as: string): Promise<{ absence?: Absence; standsInFor: Absence[] }> {
  const token = await city.token(as);
  return (await city.ask<{ absence?: Absence; standsInFor: Absence[] }>('GET', '/v1/officials/me/absence', { token }))
    .body;
}

/** Files complaints until one is the person's: the number decides whose turn it is. */
async function filedFor(person: string, filing: Record<string, unknown> = sevenDays): Promise<Receipt> {
  for (let tries = 0; tries < 60; tries += 1) {
    const { receipt, person: named } = await city.assigned(filing);
    if (named === person) return receipt;
  }
  throw new Error(`sixty complaints, and none for ${person}`);
}

const lineOf = async (as: string, number: string): Promise<ListedComplaint | undefined> =>
  (await city.list(as)).find((line) => line.number === number);

/** To whom each notice of a step went, and in whose place: `official-a for official-b`. */
async function told(number: string, step: string): Promise<string[]> {
  const { notices } = await city.history(number);
  return notices.flatMap(({ step: one, to }) =>
    one === step && 'id' in to && to.role !== 'institution'
      ? [to.for === undefined ? to.id : `${to.id} for ${to.for}`]
      : [],
  );
}

const textsTo = async (person: keyof typeof phones, number: string): Promise<string[]> =>
  (await city.outbox(number)).filter(({ to }) => to === phones[person]).map(({ text }) => text);

describe('an official is absent', () => {
  test('a new case, its reminders and the right to answer are the deputy’s; then they come back', async () => {
    expect((await leave('2026-11-27T00:00:00.000Z', { reason: '교육' })).body).toEqual({
      id: absentee,
      deputy,
      fromAt: '2026-11-23T00:00:00.000Z',
      untilAt: '2026-11-27T00:00:00.000Z',
      reason: '교육',
    });
    const [{ number }, other] = [await filedFor(absentee), await filedFor(absentee)];
    expect(await lineOf(deputy, number)).toMatchObject({ for: absentee, dueAt: '2026-12-01T09:00:00.000Z' });
    expect(await lineOf(absentee, number)).not.toHaveProperty('for');
    expect(await told(number, 'new-case')).toEqual([`${deputy} for ${absentee}`]);
    expect(await textsTo(deputy, number)).toEqual([expect.stringContaining('배정')]);
    expect(await textsTo(absentee, number)).toEqual([]);

    await city.to('2026-11-26T05:00:01.000Z');
    expect(await told(number, 'remind-official-50')).toEqual([`${deputy} for ${absentee}`]);
    expect(await textsTo(deputy, number)).toHaveLength(2);

    expect((await city.answerAs(deputy, number)).status).toBe(202);
    await city.rest();
    const { signals, entries, complaint } = await city.history(number);
    expect(signals).toMatchObject([{ kind: 'answer', by: deputy, for: absentee, status: 'applied' }]);
    expect(complaint).toMatchObject({ stage: 'rating', assignment: { person: absentee } });
    expect(entries.filter(({ facts }) => facts.for === absentee).map(({ action }) => action)).toEqual([
      'answer-said',
      'signal-applied',
    ]);
    expect((await city.case(absentee, number)).body.signals).toMatchObject([{ by: deputy, for: absentee }]);

    // The last millisecond, and the end.
    await city.to('2026-11-26T23:59:59.999Z');
    expect((await city.case(deputy, other.number)).status).toBe(200);
    const { etag } = await city.case(deputy, other.number);
    await city.to('2026-11-27T00:00:00.000Z');
    expect(await city.case(deputy, other.number)).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect(await city.answer(deputy, other.number, etag)).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect(await lineOf(deputy, other.number)).toBeUndefined();
    await city.to('2026-11-30T05:48:01.000Z');
    expect(await told(other.number, 'remind-official-80')).toEqual([absentee]);
    expect(await textsTo(absentee, other.number)).toHaveLength(1);
    expect((await city.answerAs(absentee, other.number)).status).toBe(202);
    await city.rest();
    expect((await city.history(other.number)).signals[0]).not.toHaveProperty('for');
  });

  test('what the deputy said in the last second is applied, though it is heard when the absence is over', async () => {
    await city.to('2026-12-07T00:00:00.000Z');
    await leave('2026-12-07T01:00:00.000Z');
    const { number } = await filedFor(absentee);
    await city.to('2026-12-07T00:59:59.000Z');
    await city.fault({ service: 'states', operation: 'SendTaskSuccess', kind: 'error', count: 3 });
    expect((await city.answerAs(deputy, number)).status).toBe(202);
    await city.rest();
    expect(await city.said(number)).toEqual(['answer said']);
    await city.advance('PT30M');
    await city.noFaults();
    expect(await city.said(number)).toEqual(['answer applied']);
  });

  test('an absence to come begins by itself, and the deputy hears of a supplement that arrives in it', async () => {
    await city.to('2026-12-14T00:00:00.000Z');
    const receipt = await filedFor(absentee);
    const fromAt = '2026-12-15T00:00:00.000Z';
    expect((await leave('2026-12-18T00:00:00.000Z', { as: 'lead-central-desk', fromAt })).status).toBe(200);
    expect((await city.case(deputy, receipt.number)).status).toBe(403);
    await city.sayAs(absentee, receipt.number, 'supplement-request', { text: '주소를 알려 주십시오.', termDays: 5 });
    await city.to(fromAt);
    expect((await city.supplement(receipt)).status).toBe(202);
    expect(await told(receipt.number, 'supplement')).toEqual([`${deputy} for ${absentee}`]);
    // They may come back early, and act at once.
    expect((await city.answerAs(absentee, receipt.number)).status).toBe(202);
    await city.rest();
    expect((await city.history(receipt.number)).signals.at(-1)).not.toHaveProperty('for');
    expect((await comeBack()).body.untilAt).toBe(fromAt);
    expect((await mine(deputy)).standsInFor).toEqual([]);
  });

  test('it is ended early: the deputy has nothing more to do with it', async () => {
    await city.to('2026-12-21T00:00:00.000Z');
    await leave('2026-12-31T00:00:00.000Z', { as: 'operator-1' });
    const { number } = await filedFor(absentee);
    expect((await city.case(deputy, number)).status).toBe(200);
    await city.advance('PT1H');
    const ended = (await comeBack('operator-1')).body;
    expect(ended).toMatchObject({ fromAt: '2026-12-21T00:00:00.000Z', untilAt: '2026-12-21T01:00:00.000Z' });
    expect((await city.case(deputy, number)).status).toBe(403);
    expect(await lineOf(deputy, number)).toBeUndefined();
    expect(await told((await filedFor(absentee)).number, 'new-case')).toEqual([absentee]);
    await city.advance('PT1H');
    expect((await comeBack()).body).toEqual(ended);
  });

  test('the list of both is one, in due order over its pages, each line telling whose it is', async () => {
    await city.to('2027-01-04T00:00:00.000Z');
    for (const filing of [sevenDays, proposal]) {
      for (const person of [absentee, deputy, absentee, deputy]) await filedFor(person, filing);
      await city.advance('PT1H');
    }
    const own = (await city.list(deputy)).map(({ number }) => number);
    const theirs = (await city.list(absentee)).map(({ number }) => number);
    await leave('2027-01-08T00:00:00.000Z');
    const lines: ListedComplaint[] = [];
    let pages = 0;
    let cursor = '';
    do {
      const { body } = await city.ask<{ items: ListedComplaint[]; cursor?: string }>(
        'GET',
        `/v1/officials/me/complaints?limit=3${cursor}`,
        { token: await city.token(deputy) },
      );
      expect(body.items.length).toBeLessThanOrEqual(3);
      lines.push(...body.items);
      pages += 1;
      cursor = body.cursor === undefined ? '' : `&cursor=${body.cursor}`;
    } while (cursor !== '');
    expect(pages).toBeGreaterThan(2);
    const due = lines.map(({ dueAt }) => dueAt);
    expect(due).toEqual(due.toSorted());
    const numbersOf = (whose: string | undefined): string[] =>
      lines.filter((line) => line.for === whose).map(({ number }) => number);
    expect(numbersOf(undefined).toSorted()).toEqual(own.toSorted());
    expect(numbersOf(absentee).toSorted()).toEqual(theirs.toSorted());
    // Not one block after the other.
    expect(lines.findLastIndex((line) => line.for === undefined)).toBeGreaterThan(
      lines.findIndex((line) => line.for === absentee),
    );
    await comeBack();
  });
});

describe('a lead and a director are absent', () => {
  test('their deputies are told of what is late, and the lead’s may answer it', async () => {
    await city.to('2027-01-11T00:00:00.000Z');
    const untilAt = '2027-02-11T00:00:00.000Z';
    const operator = { as: 'operator-1' };
    await leave(untilAt, { ...operator, id: 'lead-central-desk' });
    expect((await leave(untilAt, { ...operator, id: 'director-civil', deputy: 'director-transport' })).status).toBe(
      200,
    );
    const { number } = await filedFor(absentee);
    await city.to('2027-01-21T00:00:00.000Z');
    expect(await told(number, 'escalate-to-lead')).toEqual([`${deputy} for lead-central-desk`]);
    expect(await told(number, 'escalate-to-director')).toEqual(['director-transport for director-civil']);
    expect((await city.answerAs(deputy, number)).status).toBe(202);
    await city.rest();
    expect((await city.history(number)).signals).toMatchObject([{ by: deputy, for: 'lead-central-desk' }]);
    await comeBack('operator-1', 'lead-central-desk');
    await comeBack('operator-1', 'director-civil');
  });
});

describe('a deputy who is absent too', () => {
  test('is stood in for by theirs; whoever leaves the department stands in no more', async () => {
    await city.to('2027-02-15T00:00:00.000Z');
    const third = 'official-central-desk-3';
    await leave('2027-02-19T00:00:00.000Z');
    await leave('2027-02-17T00:00:00.000Z', { as: deputy, id: deputy, deputy: third });
    const { number } = await filedFor(absentee);
    expect(await told(number, 'new-case')).toEqual([`${third} for ${absentee}`]);
    expect((await mine(third)).standsInFor.map(({ id }) => id)).toEqual([absentee, deputy]);
    expect(await mine(deputy)).toMatchObject({ absence: { deputy: third }, standsInFor: [] });
    await city.to('2027-02-17T00:00:00.000Z');
    expect((await city.case(third, number)).status).toBe(403);
    expect((await city.case(deputy, number)).status).toBe(200);

    const token = await city.token('operator-1');
    const moved = { name: '서자람', groups: ['official'], department: 'parking', phone: '010-0000-1016' };
    await city.ask('PUT', `/v1/people/${deputy}`, { token, body: moved });
    expect(await city.case(deputy, number)).toMatchObject({ status: 404, body: { code: 'complaint-not-found' } });
    expect(await lineOf(deputy, number)).toBeUndefined();
    expect(await told((await filedFor(absentee)).number, 'new-case')).toEqual([absentee]);
    await city.ask('PUT', `/v1/people/${deputy}`, { token, body: { ...moved, department: 'central-desk' } });
    await comeBack();
  });
});

describe('an absence is refused', () => {
  const untilAt = '2027-03-05T00:00:00.000Z';
  beforeAll(async () => {
    await city.to('2027-03-01T00:00:00.000Z');
    const third = 'official-central-desk-3';
    expect((await leave(untilAt, { as: third, id: third, deputy: absentee })).status).toBe(200);
  });

  test.each<[string, Readonly<Record<string, string>>, number, string]>([
    ['by a colleague', { as: deputy }, 403, 'absence-not-yours'],
    ['by another lead', { as: 'lead-parking' }, 403, 'absence-not-yours'],
    ['by an auditor', { as: 'auditor-1' }, 403, 'wrong-group'],
    ['of somebody unknown, to an official', { id: 'nobody' }, 403, 'absence-not-yours'],
    ['of somebody unknown, to an operator', { as: 'operator-1', id: 'nobody' }, 404, 'not-found'],
    ['with a deputy nobody knows', { deputy: 'nobody' }, 422, 'deputy-unknown'],
    ['with oneself as deputy', { deputy: absentee }, 422, 'deputy-self'],
    ['with a deputy from elsewhere', { deputy: 'official-parking-1' }, 422, 'deputy-of-another-department'],
    ['with an operator as deputy', { deputy: 'operator-1' }, 422, 'deputy-no-official'],
    ['with one as deputy who relies on the absentee', { deputy: 'official-central-desk-3' }, 409, 'deputy-circle'],
    [
      'with a deputy who is absent on its last day',
      { as: deputy, id: deputy, deputy: 'official-central-desk-3', untilAt: '2027-03-01T00:00:00.001Z' },
      409,
      'deputy-absent',
    ],
    ['that ends before it begins', { fromAt: '2027-03-06T00:00:00.000Z' }, 422, 'absence-without-time'],
    [
      'that has ended',
      { fromAt: '2027-02-01T00:00:00.000Z', untilAt: '2027-03-01T00:00:00.000Z' },
      422,
      'absence-over',
    ],
    ['whose end is no instant', { untilAt: '2027-03-05' }, 400, 'request-invalid'],
  ])('%s', async (_, { untilAt: until = untilAt, ...request }, status, code) => {
    expect(await leave(until, request)).toMatchObject({ status, body: { code } });
  });

  test('to end that nobody recorded, or that is not one’s own to end', async () => {
    expect(await comeBack('operator-1', 'lead-parking')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await comeBack(deputy)).toMatchObject({ status: 403, body: { code: 'absence-not-yours' } });
  });
});
