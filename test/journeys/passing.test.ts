import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type City, openCity, sevenDays } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const to = (department: string) => ({ department, reason: '귀 부서 소관으로 판단됩니다' });
const refusal = { reason: '우리 부서 소관이 아닙니다' };
const waterFiling = {
  ...sevenDays,
  title: '수도 누수',
  text: '수도관 누수로 물이 샙니다. 수돗물 누수 신고합니다.',
  district: 'seocho',
};

/** Two departments refuse it: it lies on the adjudicating desk. */
async function disputed(filing: Record<string, unknown>) {
  const { receipt, person } = await city.assigned(filing);
  const { number } = receipt;
  await city.sayAs(person, number, 'transfer', to('parks'));
  const inParks = await city.personNamed(number);
  await city.sayAs(inParks, number, 'refusal', refusal);
  await city.sayAs(person, number, 'transfer', to('safety'));
  const inSafety = await city.personNamed(number);
  const last = await city.sayAs(inSafety, number, 'refusal', refusal);
  expect(last.status).toBe(202);
  return { receipt, number, people: [person, inParks, inSafety] };
}

describe('a case that is passed on', () => {
  test('is the other department’s at once, with the deadline it had; the former one is shut out, and every hand is on record', async () => {
    const { receipt, person } = await city.assigned(waterFiling);
    const { number } = receipt;
    const before = await city.track(receipt);
    const { etag } = await city.case(person, number);
    await city.advance('PT2H');
    expect((await city.sayAs(person, number, 'transfer', to('parks'))).status).toBe(202);

    const next = await city.personNamed(number);
    expect(next).toMatch(/^official-parks-/);
    expect((await city.case(next, number)).status).toBe(200);
    expect((await city.list(next)).map((line) => line.number)).toContain(number);
    // The former official, their lead, a colleague: that it was theirs is all they learn, also by an old link.
    for (const former of [person, 'lead-water']) {
      expect(await city.case(former, number)).toMatchObject({ status: 403, body: { code: 'not-yours' } });
      expect(await city.answer(former, number, etag)).toMatchObject({ status: 403, body: { code: 'not-yours' } });
      expect((await city.list(former)).map((line) => line.number)).not.toContain(number);
    }
    // To whom it never belonged it does not exist.
    expect(await city.case('official-tax-1', number)).toMatchObject({ status: 404 });

    const after = await city.track(receipt);
    expect(after.body.dueAt).toBe(before.body.dueAt);
    expect(after.body.department).toMatchObject({ id: 'parks' });
    const { complaint, ledger, entries } = await city.history(number);
    expect(ledger.map(({ kind }) => kind)).toEqual(['start']);
    expect(complaint.hands).toMatchObject([
      { department: 'water', person },
      { department: 'parks', person: next, reason: 'transfer' },
    ]);
    expect(entries.filter(({ action }) => action === 'passed-on')).toMatchObject([
      { facts: { department: 'parks', person: next, reason: 'transfer' } },
    ]);
    // Rungs and answer are the new hand's.
    await city.to('2026-11-27T00:00:00.000Z');
    const { notices } = await city.history(number);
    expect(notices.filter(({ step }) => step === 'remind-official-50')).toMatchObject([{ to: { id: next } }]);
    expect((await city.answerAs(next, number)).status).toBe(202);
    await city.rest();
    expect(await city.results(number)).toBe(1);
  });

  test('may be given back with a reason, which its sender reads', async () => {
    const { receipt, person } = await city.assigned(waterFiling);
    await city.sayAs(person, receipt.number, 'transfer', to('parks'));
    const next = await city.personNamed(receipt.number);
    expect((await city.sayAs(next, receipt.number, 'refusal', refusal)).status).toBe(202);
    expect(await city.personNamed(receipt.number)).toBe(person);
    const { body } = await city.case(person, receipt.number);
    expect(body.hands.map(({ department }) => department)).toEqual(['water', 'parks', 'water']);
    expect(body.reasons).toMatchObject([
      { by: person, kind: 'transfer' },
      { by: next, kind: 'refusal', text: refusal.reason },
    ]);
    expect((await city.case(next, receipt.number)).status).toBe(403);
    const { notices } = await city.history(receipt.number);
    expect(notices.map(({ step }) => step)).toContain('case-returned');
    // Nobody passed it on to them: they cannot give it back once more.
    expect(await city.sayAs(person, receipt.number, 'refusal', refusal)).toMatchObject({
      status: 409,
      body: { code: 'nothing-to-refuse' },
    });
  });

  test.each([
    [{ department: 'no-such', reason: 'x' }, 422, 'department-unknown'],
    [{ department: 'water', reason: 'x' }, 409, 'same-department'],
    [{ department: 'parks' }, 400, 'request-invalid'],
  ])('to %j is refused', async (body, status, code) => {
    const { receipt, person } = await city.assigned(waterFiling);
    expect(await city.sayAs(person, receipt.number, 'transfer', body)).toMatchObject({ status, body: { code } });
  });

  test('keeps its clock standing on the way, and the supplement comes to whoever has it then', async () => {
    const { receipt, person } = await city.assigned(waterFiling);
    const { number } = receipt;
    await city.sayAs(person, number, 'supplement-request', { text: '주소를 알려 주세요' });
    await city.sayAs(person, number, 'transfer', to('parks'));
    const next = await city.personNamed(number);
    expect((await city.case(next, number)).body).toMatchObject({
      status: 'awaiting-supplement',
      clock: { state: 'paused' },
    });
    expect((await city.supplement(receipt)).status).toBe(202);
    const { notices, complaint } = await city.history(number);
    expect(notices.at(-1)).toMatchObject({ step: 'supplement', to: { id: next } });
    expect(complaint).toMatchObject({
      status: 'assigned',
      ledger: [{ kind: 'start' }, { kind: 'pause' }, { kind: 'resume' }],
    });
  });
});

describe('a case that two departments refused', () => {
  test('comes to the adjudicating desk; its decision is final and routes the same filing straight away', async () => {
    const noise = {
      ...sevenDays,
      title: '공사장 소음',
      text: '공사장 소음 때문에 잠을 못 잡니다. 소음 단속 바랍니다.',
      district: 'nowon',
    };
    const before = await city.assigned(noise);
    expect(before.person).toMatch(/^official-air-noise-/);
    const { receipt, number, people } = await disputed(noise);
    const dueAt = (await city.track(receipt)).body.dueAt;
    for (const person of people) expect((await city.case(person, number)).status).toBe(403);
    const laid = await city.case('operator-1', number);
    expect(laid.body).toMatchObject({ stage: 'adjudication', assignment: { department: 'central-desk' } });
    expect((await city.list('operator-1')).map((line) => line.number)).toContain(number);

    expect(await city.sayAs('operator-1', number, 'refusal', refusal)).toMatchObject({
      body: { code: 'in-adjudication' },
    });
    expect(await city.sayAs('operator-1', number, 'transfer', to('housing'))).toMatchObject({ status: 202 });
    const decided = await city.personNamed(number);
    expect(decided).toMatch(/^official-housing-/);
    expect((await city.track(receipt)).body.dueAt).toBe(dueAt);
    for (const [what, body] of [
      ['transfer', to('parks')],
      ['refusal', refusal],
    ] as const) {
      expect(await city.sayAs(decided, number, what, body)).toMatchObject({
        status: 409,
        body: { code: 'adjudicated' },
      });
    }
    const { hands } = (await city.history(number)).complaint;
    expect(hands?.map(({ department }) => department)).toEqual([
      'air-noise',
      'parks',
      'air-noise',
      'safety',
      'central-desk',
      'housing',
    ]);

    // The same kind, topic and district: straight to the decided department; another district as ever.
    const again = await city.assigned(noise);
    expect((await city.history(again.receipt.number)).complaint.assignment).toMatchObject({
      department: 'housing',
      reason: 'decided',
    });
    const elsewhere = await city.assigned({ ...noise, district: 'dobong' });
    expect(elsewhere.person).toMatch(/^official-air-noise-/);

    // An operator sees the rule and can end it.
    const token = await city.token('operator-1');
    const rules = await city.ask<{ items: { id: string; complaint: string }[] }>('GET', '/v1/routing-rules', { token });
    const rule = rules.body.items.find(({ complaint }) => complaint === number);
    expect(rule).toMatchObject({ id: 'complaint.noise.nowon', department: 'housing' });
    expect((await city.ask('DELETE', `/v1/routing-rules/${rule?.id}`, { token })).status).toBe(200);
    expect((await city.assigned(noise)).person).toMatch(/^official-air-noise-/);
    expect(await city.ask('DELETE', '/v1/routing-rules/none', { token })).toMatchObject({ status: 404 });
  });

  test('and the desk is silent: after its eight working hours the audit office hears of it, the deadline runs on', async () => {
    await city.to('2026-12-07T01:00:00.000Z');
    const { number } = await disputed({ ...waterFiling, district: 'gangdong' });
    const asked = (await city.history(number)).complaint;
    // Monday 10:00 and eight working hours: Tuesday 10:00.
    expect(asked.passing).toMatchObject({ refusals: 2, decideUntil: '2026-12-08T01:00:00.000Z' });
    await city.to('2026-12-08T01:00:00.000Z');
    expect((await city.history(number)).complaint.rungsDone).not.toContain('adjudication-ended');
    await city.to('2026-12-08T01:00:02.000Z');
    const { complaint, notices } = await city.history(number);
    expect(complaint.rungsDone).toContain('adjudication-ended');
    expect(notices.at(-1)).toMatchObject({ step: 'adjudication-ended', to: { role: 'audit-office' } });
    // Also the ladder of the deadline goes on, with the desk's lead in the place of an official.
    await city.to('2026-12-11T00:00:00.000Z');
    expect((await city.history(number)).notices.at(-1)).toMatchObject({
      step: 'remind-official-50',
      to: { id: 'lead-central-desk' },
    });
    expect(await city.sayAs('lead-central-desk', number, 'transfer', to('water'))).toMatchObject({ status: 202 });
    expect(await city.personNamed(number)).toMatch(/^official-water-/);
  });

  test('may be taken back by its petitioner meanwhile', async () => {
    const { receipt, number } = await disputed({ ...waterFiling, district: 'gwanak' });
    expect((await city.withdraw(receipt)).status).toBe(202);
    await city.rest();
    expect((await city.history(number)).complaint).toMatchObject({ stage: 'closed', status: 'withdrawn' });
    expect(await city.sayAs('operator-1', number, 'transfer', to('water'))).toMatchObject({
      body: { code: 'complaint-closed' },
    });
  });
});
