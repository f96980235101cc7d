import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ListedTransfer } from '#schemas/api/institution-case.ts';
import { type City, openCity, sevenDays } from './city.ts';
import { type Said, sayFor, transferOutside } from './outside.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const reason = '경찰 소관입니다.';
const transfer = (person: string, number: string, institution: string, termDays?: number) =>
  transferOutside(city, person, number, { institution, reason, ...(termDays === undefined ? {} : { termDays }) });

const accept = (envoy: string, number: string, reference = '2026-경-00123') =>
  sayFor(city, envoy, number, 'acceptance', { body: { reference } });
/** Accepts under the version that the case has by now, though the institution cannot read it any more. */
const acceptLate = async (envoy: string, number: string, person: string) =>
  sayFor(city, envoy, number, 'acceptance', {
    body: { reference: '1' },
    version: (await city.case(person, number)).etag,
  });
const refuse = (envoy: string, number: string) =>
  sayFor(city, envoy, number, 'refusal', { body: { reason: '서울시 도로입니다.' } });

/** What waits for the institution of whoever signs in. */
async function listFor(envoy: string): Promise<ListedTransfer[]> {
  const token = await city.token(envoy);
  return (await city.ask<{ items: ListedTransfer[] }>('GET', '/v1/institutions/me/complaints', { token })).body.items;
}

const numbers = (items: readonly { number: string }[]): string[] => items.map(({ number }) => number);

/** An operator keeps an institution and somebody who signs in for it. */
async function join(id: string, contact: Record<string, unknown>): Promise<string> {
  const token = await city.token('operator-1');
  const record = { name: '새 기관', nameEn: 'New office', fields: [], address: '서울', contact };
  expect((await city.ask('PUT', `/v1/institutions/${id}`, { token, body: record })).status).toBe(200);
  const person = { name: '새 사람', groups: ['institution'], institution: id };
  expect((await city.ask('PUT', `/v1/people/${id}-1`, { token, body: person })).status).toBe(200);
  return `${id}-1`;
}

describe('a transfer to an institution that signs in', () => {
  test('needs no more than a record; the petitioner is told only after acceptance, once, with name and number', async () => {
    const envoy = await join('new-office', { kind: 'sign-in' });
    const { receipt, person } = await city.assigned(sevenDays);
    const { number } = receipt;
    const before = (await city.track(receipt)).body;
    const told = (await city.outbox(number)).length;
    expect((await transfer(person, number, 'new-office')).status).toBe(202);

    // The petitioner sees what they saw, the official that it waits, the institution what is asked of it.
    expect((await city.track(receipt)).body).toEqual({ ...before, asOf: expect.any(String) });
    expect((await city.case(person, number)).body).toMatchObject({
      stage: 'acceptance',
      status: 'assigned',
      clock: { state: 'running' },
      // Asked on Monday at 09:00, for five working days.
      acceptanceUntil: '2026-11-27T09:00:00.000Z',
      outsideTransfers: [{ institution: 'new-office', name: '새 기관', by: person, reason, termDays: 5 }],
    });
    expect(await listFor(envoy)).toMatchObject([{ number, dueAt: '2026-11-27T09:00:00.000Z' }]);
    expect((await city.case(envoy, number)).body).toMatchObject({ title: sevenDays.title, reason, petitioner: {} });
    expect((await city.outbox(number)).length).toBe(told);

    expect((await accept(envoy, number)).status).toBe(202);
    const { body } = await city.track(receipt);
    expect(body).toMatchObject({ status: 'transferred', institution: { name: '새 기관', reference: '2026-경-00123' } });
    expect(body.timeline.map(({ event }) => event).slice(-2)).toEqual(['acceptance-said', 'closed']);
    const news = (await city.outbox(number)).slice(told);
    expect(news.map(({ text }) => text)).toEqual([`[대답] ${number} 새 기관 이송, 접수번호 2026-경-00123`]);
    expect(await listFor(envoy)).toEqual([]);
    expect(numbers(await city.list(person))).not.toContain(number);
    // Whoever has accepted may reach the petitioner.
    expect((await city.case(envoy, number)).body).toMatchObject({ petitioner: { name: '홍길동' } });
    expect((await accept(envoy, number)).body.code).toBe('complaint-closed');
    await city.advance('P20D');
    expect((await city.history(number)).complaint.rungsDone).toEqual([]);
  });

  test('a refusal brings it back with the reason, under the same deadline; another institution can be asked', async () => {
    const { receipt, person } = await city.assigned(sevenDays);
    const { number } = receipt;
    const { dueAt } = (await city.track(receipt)).body;
    await transfer(person, number, 'seoul-police');
    await city.advance('P1D');
    expect((await refuse('police-1', number)).status).toBe(202);
    const { body } = await city.case(person, number);
    expect(body).toMatchObject({
      stage: 'answer',
      clock: { state: 'running', dueAt },
      outsideTransfers: [{ institution: 'seoul-police', ended: { by: 'refusal', reason: '서울시 도로입니다.' } }],
    });
    expect(body).not.toHaveProperty('acceptanceUntil');
    expect((await city.history(number)).notices.at(-1)).toMatchObject({
      step: 'transfer-returned',
      to: { role: 'official', id: person },
      status: 'accepted',
    });
    expect((await city.track(receipt)).body).toMatchObject({ status: 'assigned', dueAt });
    expect(numbers(await listFor('police-1'))).not.toContain(number);
    expect((await city.case('police-1', number)).status).toBe(404);
    // Too late: it was refused.
    expect((await acceptLate('police-1', number, person)).body.code).toBe('transfer-ended');

    await transfer(person, number, 'new-office');
    expect((await accept('new-office-1', number)).status).toBe(202);
    expect((await city.track(receipt)).body).toMatchObject({ status: 'transferred', institution: { name: '새 기관' } });
  });

  test('silence brings it back when its term ends; the rungs of the deadline are climbed meanwhile', async () => {
    await city.to('2027-01-04T00:00:00.000Z');
    const { receipt, person } = await city.assigned(sevenDays);
    const { number } = receipt;
    const { dueAt } = (await city.track(receipt)).body;
    expect(dueAt).toBe('2027-01-12T09:00:00.000Z');
    // Six working days from Wednesday 14:00: until Thursday 14 January at 14:00, two days after the deadline.
    await city.to('2027-01-06T05:00:00.000Z');
    await transfer(person, number, 'seoul-police', 6);
    await city.to('2027-01-14T05:00:09.999Z');
    const waiting = await city.history(number);
    expect(waiting.complaint).toMatchObject({ stage: 'acceptance', deadline: { dueAt } });
    expect(waiting.complaint.rungsDone).toEqual([
      'remind-official-50',
      'remind-official-80',
      'escalate-to-lead',
      'escalate-to-director',
    ]);
    expect(waiting.notices.filter(({ step }) => step === 'escalate-to-lead')).toHaveLength(1);
    await city.to('2027-01-14T05:00:10.000Z');
    const back = await city.history(number);
    expect(back.complaint).toMatchObject({ stage: 'answer', deadline: { dueAt } });
    expect(back.entries.at(-1)).toMatchObject({
      at: '2027-01-14T05:00:10.000Z',
      action: 'transfer-taken-back',
      facts: { institution: 'seoul-police', reason: 'silence' },
    });
    expect(back.notices.at(-1)).toMatchObject({ step: 'transfer-returned', to: { role: 'official', id: person } });
    expect((await city.case(person, number)).body.outsideTransfers).toMatchObject([
      { ended: { at: '2027-01-14T05:00:10.000Z', by: 'silence' } },
    ]);
    expect(await listFor('police-1')).toEqual([]);
    expect((await acceptLate('police-1', number, person)).body.code).toBe('transfer-ended');
    expect((await city.answerAs(person, number)).status).toBe(202);
    await city.rest();
    expect((await city.track(receipt)).body).toMatchObject({ status: 'answered', answers: [{ isLate: true }] });
  });

  test('a holiday decreed while it waits moves the deadline', async () => {
    await city.to('2027-03-08T00:00:00.000Z');
    const { receipt, person } = await city.assigned(sevenDays);
    await transfer(person, receipt.number, 'seoul-police', 20);
    const { dueAt } = (await city.track(receipt)).body;
    await city.decree('PUT', '2027-03-12');
    const after = (await city.track(receipt)).body;
    expect(dueAt).toBe('2027-03-16T09:00:00.000Z');
    expect(after).toMatchObject({ dueAt: '2027-03-17T09:00:00.000Z', clock: { state: 'running' } });
    expect((await city.case(person, receipt.number)).body.stage).toBe('acceptance');
  });
});

describe('while a transfer waits', () => {
  test('nothing else is done by the official, another institution sees nothing, and the petitioner may take it back', async () => {
    await city.to('2027-04-05T00:00:00.000Z');
    const { receipt, person } = await city.assigned(sevenDays);
    const { number } = receipt;
    await transfer(person, number, 'seoul-police');
    expect((await city.answerAs(person, number)).body.code).toBe('transfer-pending');
    expect((await city.sayAs(person, number, 'supplement-request', { text: '주소?' })).body.code).toBe(
      'transfer-pending',
    );
    expect((await transfer(person, number, 'new-office')).body.code).toBe('transfer-pending');
    // The petitioner learns nothing of it by what they are refused.
    expect((await city.supplement(receipt)).body.code).toBe('nothing-asked');

    expect((await city.case('new-office-1', number)).status).toBe(404);
    expect((await accept('new-office-1', number)).body.code).toBe('complaint-not-found');
    expect((await refuse('new-office-1', number)).body.code).toBe('complaint-not-found');
    expect(numbers(await listFor('new-office-1'))).not.toContain(number);
    expect((await city.answerAs('police-1', number)).body.code).toBe('wrong-group');

    const { etag } = await city.case('police-1', number);
    expect((await city.withdraw(receipt)).status).toBe(202);
    expect(
      (await sayFor(city, 'police-1', number, 'acceptance', { body: { reference: '1' }, version: etag })).body.code,
    ).toBe('version-stale');
    expect((await city.track(receipt)).body.status).toBe('withdrawn');
    expect((await acceptLate('police-1', number, person)).body.code).toBe('complaint-closed');
    expect(numbers(await listFor('police-1'))).not.toContain(number);
    expect((await city.case(person, number)).body.outsideTransfers).toMatchObject([{ ended: { by: 'withdrawal' } }]);
  });

  test('who asked for protection stays unknown to the institution, also after acceptance', async () => {
    const { receipt, person } = await city.assigned({ ...sevenDays, identity: 'protected' });
    await transfer(person, receipt.number, 'seoul-police');
    await accept('police-1', receipt.number);
    const { body } = await city.case('police-1', receipt.number);
    expect(body.petitioner).toEqual({});
    expect(JSON.stringify(body)).not.toContain('홍길동');
  });
});

describe('a transfer outside is refused', () => {
  test('to an institution the city does not know, for too long, by a stranger, and while the petitioner is waited for', async () => {
    const { receipt, person } = await city.assigned(sevenDays);
    const { number } = receipt;
    expect((await transfer(person, number, 'nowhere')).body.code).toBe('institution-unknown');
    expect((await transfer(person, number, 'seoul-police', 21)).body.code).toBe('request-invalid');
    const stranger = { token: await city.token('official-mapo-office-1'), ifMatch: '"1"' };
    const body = { institution: 'seoul-police', reason };
    const path = `/v1/complaints/${number}/transfer`;
    expect((await city.ask<Said>('POST', path, { ...stranger, body })).body.code).toBe('complaint-not-found');
    expect(
      (await city.ask<Said>('POST', path, { token: await city.token('police-1'), ifMatch: '"1"', body })).body.code,
    ).toBe('wrong-group');
    await city.sayAs(person, number, 'supplement-request', { text: '주소?' });
    expect((await transfer(person, number, 'seoul-police')).body.code).toBe('clock-paused');
  });

  test('nobody speaks for an institution and for the city', async () => {
    const token = await city.token('operator-1');
    const put = async (body: Record<string, unknown>) =>
      (await city.ask<{ code: string }>('PUT', '/v1/people/double', { token, body: { name: '둘', ...body } })).body
        .code;
    expect(await put({ groups: ['institution', 'official'], institution: 'seoul-police' })).toBe('request-invalid');
    expect(await put({ groups: ['institution'] })).toBe('request-invalid');
    expect(await put({ groups: ['official'], institution: 'seoul-police' })).toBe('request-invalid');
    expect(await put({ groups: ['institution'], institution: 'nowhere' })).toBe('institution-unknown');
  });
});
