import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type City, openCity, sevenDays, simpleFiling, unsureFiling } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

describe('a correction', () => {
  test('before the assignment is classified anew; both versions are kept', async () => {
    const { body: receipt } = await city.file(unsureFiling);
    await city.rest();
    const { number } = receipt;
    expect((await city.case('operator-1', number)).body).toMatchObject({
      stage: 'classification',
      title: unsureFiling.title,
    });
    await city.advance('PT1H');
    const { title, text } = simpleFiling;
    expect((await city.sayAsPetitioner(receipt, 'correction', { title, text })).status).toBe(202);
    // Now the words say it: it is assigned by the deadline it would have had from the start.
    const person = await city.personNamed(number);
    expect(person).toMatch(/^official-gangnam-office-/);
    const { body } = await city.case(person, number);
    expect(body).toMatchObject({ title, text, deadline: { basis: 'same-day' } });
    expect(body.earlierWords).toMatchObject([
      { ...{ title: unsureFiling.title, text: unsureFiling.text }, correctedAt: body.assignment?.assignedAt },
    ]);
    expect(body.earlierWords[0]?.correctedAt).toBe('2026-11-23T01:00:00.000Z');
    // The central desk need do nothing any more.
    expect((await city.list('operator-1')).map((line) => line.number)).not.toContain(number);
    expect(await city.said(number)).toEqual(['correction applied']);
  });

  test('of one part leaves the others, and several are kept in order', async () => {
    const { body: receipt } = await city.file(unsureFiling);
    await city.rest();
    await city.sayAsPetitioner(receipt, 'correction', { location: '강남대로 396' });
    await city.sayAsPetitioner(receipt, 'correction', { title: '다시' });
    const { body } = await city.case('operator-1', receipt.number);
    expect(body).toMatchObject({
      title: '다시',
      text: unsureFiling.text,
      location: '강남대로 396',
      stage: 'classification',
    });
    expect(body.earlierWords.map(({ title, location }) => [title, location])).toEqual([
      [unsureFiling.title, undefined],
      [unsureFiling.title, '강남대로 396'],
    ]);
  });

  test('in the moment of filing is heard before anybody is named', async () => {
    const { body: receipt } = await city.file(sevenDays);
    const { accessCode, number } = receipt;
    const said = await city.ask('POST', `/v1/complaints/${number}/correction`, {
      accessCode,
      body: { text: '바로잡은 내용' },
    });
    expect(said.status).toBe(202);
    await city.rest();
    const person = await city.personNamed(number);
    expect((await city.case(person, number)).body).toMatchObject({
      text: '바로잡은 내용',
      earlierWords: [{ text: sevenDays.text }],
    });
    expect((await city.outbox(number)).filter(({ text }) => text.includes('답변드립니다'))).toHaveLength(1);
  });

  test.each([
    [{}, 400, 'request-invalid'],
    [{ text: '' }, 400, 'request-invalid'],
    [{ text: '늦은 정정' }, 409, 'already-assigned'],
  ])('%j of an assigned complaint is refused', async (body, status, code) => {
    const { receipt } = await city.assigned(sevenDays);
    expect(await city.sayAsPetitioner(receipt, 'correction', body)).toMatchObject({ status, body: { code } });
  });
});

describe('an official who finds that it is something else', () => {
  test('gives it the other kind’s period from the receipt on; the ledger shows both, the correction is kept', async () => {
    const { receipt, person } = await city.assigned(sevenDays);
    const { number } = receipt;
    await city.advance('P1D');
    const body = { kind: 'proposal', topic: 'parks' };
    expect((await city.sayAs(person, number, 'classification', body)).status).toBe(202);
    const tracked = (await city.track(receipt)).body;
    expect(tracked).toMatchObject({ kind: 'proposal', dueAt: expect.stringMatching(/^2026-12-2/) });
    expect(tracked.clock?.lines.map(({ kind }) => kind)).toEqual(['start', 'reclassification']);
    const { complaint, ledger, notices } = await city.history(number);
    expect(complaint.assignment?.person).toBe(person);
    expect(complaint.classification).toMatchObject({ kind: 'proposal', corrects: { kind: 'complaint' } });
    expect(ledger).toMatchObject([
      { kind: 'start', period: { unit: 'days', count: 7 } },
      { kind: 'reclassification', period: { unit: 'months', count: 1 } },
    ]);
    expect(notices.filter(({ step }) => step === 'reclassification')).toMatchObject([{ to: { role: 'petitioner' } }]);
    // Back again: the first date, for the time already used stays used.
    await city.sayAs(person, number, 'classification', { kind: 'complaint', topic: 'parks' });
    expect((await city.track(receipt)).body.dueAt).toBe('2026-12-01T09:00:00.000Z');
    expect(await city.sayAs(person, number, 'classification', { kind: 'complaint', topic: 'parks' })).toMatchObject({
      status: 409,
      body: { code: 'already-classified' },
    });
  });

  test('buys no time after the deadline, and is answered late all the same', async () => {
    const { receipt, person } = await city.assigned(simpleFiling);
    const { dueAt = '' } = (await city.track(receipt)).body;
    await city.to(new Date(Date.parse(dueAt) + 3_600_000).toISOString());
    expect(
      (await city.sayAs(person, receipt.number, 'classification', { kind: 'proposal', topic: 'parks' })).status,
    ).toBe(202);
    expect((await city.track(receipt)).body.dueAt).toBe(dueAt);
    await city.answerAs(person, receipt.number);
    await city.rest();
    expect((await city.track(receipt)).body.answers).toMatchObject([{ isLate: true }]);
  });

  test.each([
    [{ kind: 'no-such', topic: 'parks' }, 400],
    [{ kind: 'proposal', topic: 'no-such' }, 400],
  ])('as %j is refused', async (body, status) => {
    const { receipt, person } = await city.assigned(sevenDays);
    expect((await city.sayAs(person, receipt.number, 'classification', body)).status).toBe(status);
  });
});

describe('two officials at once', () => {
  test('with the same version: one is kept, the other is told to read again, and one message goes out', async () => {
    const { receipt, person } = await city.assigned(sevenDays);
    const { number } = receipt;
    const lead = (await city.history(number)).complaint.assignment?.lead ?? '';
    const { etag } = await city.case(person, number);
    const both = await Promise.all([city.answer(person, number, etag), city.answer(lead, number, etag)]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('version-stale');
    await city.rest();
    expect(await city.results(number)).toBe(1);
    expect((await city.case(lead, number)).body.answers).toHaveLength(1);
  });
});
