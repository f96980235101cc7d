import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kind } from '#schemas/kind.ts';
import { type City, openCity, sevenDays } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
  const token = await city.token('operator-1');
  const { body } = await city.ask<{ items: Kind[] }>('GET', '/v1/kinds');
  const { id, ...kind } = body.items.find(({ id }) => id === 'complaint') as Kind;
  const kept = await city.ask('PUT', `/v1/kinds/${id}`, { token, body: { ...kind, needsApproval: true } });
  expect(kept.status).toBe(200);
});
afterAll(() => close());

/** A draft laid before the lead. */
async function drafted() {
  const { receipt, person } = await city.assigned(sevenDays);
  const { signal } = (await city.answerAs(person, receipt.number)).body;
  await city.rest();
  const lead = (await city.history(receipt.number)).complaint.assignment?.lead ?? '';
  return { receipt, number: receipt.number, person, lead, draft: signal };
}

describe('a kind whose answers need approval', () => {
  test('holds the official’s text back until the lead approves it; the lead is told, the petitioner gets one result', async () => {
    const { receipt, number, person, lead, draft } = await drafted();
    expect((await city.track(receipt)).body).toMatchObject({ status: 'assigned', answers: [] });
    expect(await city.results(number)).toBe(0);
    expect((await city.history(number)).notices.at(-1)).toMatchObject({
      step: 'approval-asked',
      to: { role: 'lead', id: lead },
    });
    const { body } = await city.case(lead, number);
    expect(body).toMatchObject({
      needsApproval: true,
      draft: { signal: draft, by: person, text: expect.stringContaining('조치') },
    });
    expect(await city.sayAs(person, number, 'approval', { approved: true, draft })).toMatchObject({
      status: 403,
      body: { code: 'not-yours' },
    });
    expect(await city.sayAs(lead, number, 'approval', { approved: true, draft })).toMatchObject({ status: 202 });
    expect((await city.track(receipt)).body).toMatchObject({
      status: 'answered',
      answers: [{ round: 1, isLate: false, text: body.draft?.text }],
    });
    expect((await city.case(lead, number)).body.answers).toMatchObject([{ by: person, approvedBy: lead }]);
    expect(await city.results(number)).toBe(1);
  });

  test('counts what is approved after the deadline as late, though it was drafted in time; reminders go on', async () => {
    const { receipt, number, lead, draft } = await drafted();
    await city.to('2026-12-01T09:00:00.000Z');
    expect((await city.history(number)).complaint.rungsDone).toEqual(['remind-official-50', 'remind-official-80']);
    await city.to('2026-12-01T09:00:00.001Z');
    expect((await city.sayAs(lead, number, 'approval', { approved: true, draft })).status).toBe(202);
    expect((await city.track(receipt)).body.answers).toMatchObject([{ isLate: true }]);
  });

  test('lets the lead give a draft back with the reason, and approve the next one only', async () => {
    const { number, person, lead, draft } = await drafted();
    const back = { approved: false, draft, reason: '근거 법령을 덧붙여 주세요' };
    expect((await city.sayAs(lead, number, 'approval', back)).status).toBe(202);
    const { body } = await city.case(person, number);
    expect(body.stage).toBe('answer');
    expect(body).not.toHaveProperty('draft');
    expect(body.reasons).toMatchObject([{ by: lead, kind: 'draft-return', text: back.reason }]);
    expect((await city.history(number)).notices.at(-1)).toMatchObject({ step: 'draft-returned', to: { id: person } });
    const next = (await city.answerAs(person, number)).body.signal;
    await city.rest();
    expect(await city.sayAs(lead, number, 'approval', { approved: true, draft })).toMatchObject({
      status: 409,
      body: { code: 'no-draft' },
    });
    expect((await city.sayAs(lead, number, 'approval', { approved: true, draft: next })).status).toBe(202);
    expect(await city.results(number)).toBe(1);
  });

  test('asks nobody to approve what the lead writes', async () => {
    const { receipt, number, lead } = await drafted();
    expect((await city.answerAs(lead, number)).status).toBe(202);
    await city.rest();
    expect((await city.track(receipt)).body.answers).toHaveLength(1);
  });

  test('refuses a draft that is given back without a reason', async () => {
    const { number, lead, draft } = await drafted();
    expect(await city.sayAs(lead, number, 'approval', { approved: false, draft })).toMatchObject({
      status: 400,
      body: { code: 'request-invalid' },
    });
  });
});
