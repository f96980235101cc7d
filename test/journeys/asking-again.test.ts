import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import { type City, later, openCity, sevenDays, simpleFiling } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const question = { text: '아직 그대로입니다. 언제 고치나요?' };

/** A complaint answered and rated. */
async function rated(score: number, filing: Record<string, unknown> = sevenDays) {
  const { receipt, person } = await city.assigned(filing);
  await city.answerAs(person, receipt.number);
  await city.rest();
  await city.rate(receipt, score);
  await city.rest();
  return { receipt, person };
}

/** The person named answers this round, the petitioner rates it. */
async function answeredAgain(receipt: Receipt, person: string, score: number): Promise<void> {
  expect((await city.answerAs(person, receipt.number)).status).toBe(202);
  await city.rest();
  expect((await city.rate(receipt, score)).status).toBe(202);
  await city.rest();
}

const steps = async (number: string): Promise<string[]> =>
  (await city.history(number)).notices.map(({ step, round }) => `${step} ${round}`);

describe('asking again', () => {
  test('opens the same case for a second answer with its own deadline; both answers and ratings are kept', async () => {
    const { receipt, person } = await rated(5);
    const { number } = receipt;
    expect((await city.track(receipt)).body).toMatchObject({
      status: 'closed',
      mayAskUntil: '2026-12-07T00:00:00.000Z',
    });
    await city.to('2026-11-25T01:00:00.000Z');
    expect((await city.sayAsPetitioner(receipt, 'question', question)).status).toBe(202);

    const asked = await city.track(receipt);
    // Seven days from the question, not from the receipt.
    expect(asked.body).toMatchObject({ status: 'assigned', dueAt: '2026-12-03T09:00:00.000Z' });
    expect(asked.body.questions).toMatchObject([question]);
    const found = await city.case(person, number);
    expect(found.body).toMatchObject({
      round: 2,
      questions: [question],
      pastRounds: [{ round: 1, score: 5, dueAt: '2026-12-01T09:00:00.000Z' }],
      ledger: [
        { kind: 'start', at: '2026-11-23T00:00:00.000Z' },
        { kind: 'start', at: '2026-11-25T01:00:00.000Z' },
      ],
    });
    expect((await city.list(person)).map((line) => line.number)).toContain(number);
    expect(await steps(number)).toEqual([
      'reception 1',
      'assignment 1',
      'new-case 1',
      'result 1',
      'assignment 2',
      'asked-again 2',
    ]);
    await answeredAgain(receipt, person, 4);
    const { body } = await city.track(receipt);
    expect(body.answers.map(({ round, score }) => [round, score])).toEqual([
      [1, 5],
      [2, 4],
    ]);
    const { executions, complaint, entries } = await city.history(number);
    expect(executions).toEqual([`${number}-1`, `${number}-2`]);
    expect(complaint).toMatchObject({ stage: 'closed', round: 2, evaluation: { isLate: false } });
    expect(entries.filter(({ action }) => action === 'evaluated')).toHaveLength(2);
  });

  test('may be done twice; the third answer is the last', async () => {
    const { receipt, person } = await rated(1);
    for (const _round of [2, 3]) {
      expect((await city.sayAsPetitioner(receipt, 'question', question)).status).toBe(202);
      await answeredAgain(receipt, person, 1);
    }
    expect(await city.sayAsPetitioner(receipt, 'question', question)).toMatchObject({
      status: 409,
      body: { code: 'rounds-used-up' },
    });
    const { body } = await city.track(receipt);
    expect(body.status).toBe('closed');
    expect(body).not.toHaveProperty('mayAskUntil');
    expect(body.answers).toHaveLength(3);
    // Invited after the first two, not after the last.
    expect((await steps(receipt.number)).filter((step) => step.startsWith('ask-again'))).toEqual([
      'ask-again 1',
      'ask-again 2',
    ]);
  });

  test('is what a rating of 1 or 2 invites to, within a minute', async () => {
    const { receipt } = await rated(2);
    const [ratedAt] = (await city.history(receipt.number)).signals.filter(({ kind }) => kind === 'rating');
    const told = (await city.outbox(receipt.number)).filter(({ text }) => text.includes('추가 답변'));
    expect(told).toHaveLength(1);
    expect(Date.parse(told[0]?.at ?? '') - Date.parse(ratedAt?.at ?? '')).toBeLessThan(60_000);
    const pleased = await rated(3);
    expect((await city.outbox(pleased.receipt.number)).filter(({ text }) => text.includes('추가 답변'))).toEqual([]);
  });

  test('of a simple complaint before 18:00 is due the same day again, and reminds and escalates by itself', async () => {
    const { receipt, person } = await rated(3, simpleFiling);
    await city.advance('PT2H');
    await city.sayAsPetitioner(receipt, 'question', question);
    const { dueAt = '' } = (await city.track(receipt)).body;
    const askedAt = (await city.history(receipt.number)).complaint.roundAt ?? '';
    expect(Date.parse(dueAt) - Date.parse(askedAt)).toBeLessThan(86_400_000);
    await city.to(later(dueAt, 60_000));
    const { notices, complaint } = await city.history(receipt.number);
    expect(notices.filter(({ round, step }) => round === 2 && step === 'escalate-to-lead')).toHaveLength(1);
    expect(complaint.round).toBe(2);
    expect((await city.answerAs(person, receipt.number)).status).toBe(202);
    await city.rest();
    expect((await city.track(receipt)).body.answers.map(({ isLate }) => isLate)).toEqual([false, true]);
  });

  test('takes back nothing: what was answered stays answered when the petitioner withdraws in the second round', async () => {
    const { receipt } = await rated(1);
    await city.sayAsPetitioner(receipt, 'question', question);
    expect((await city.withdraw(receipt)).status).toBe(202);
    await city.rest();
    expect((await city.track(receipt)).body).toMatchObject({ status: 'withdrawn', answers: [{ round: 1, score: 1 }] });
    expect(await city.sayAsPetitioner(receipt, 'question', question)).toMatchObject({
      body: { code: 'complaint-closed' },
    });
  });

  test('twice at once opens one round, and a repeat with its key is the same question', async () => {
    const { receipt } = await rated(1);
    const { accessCode, number } = receipt;
    const path = `/v1/complaints/${number}/question`;
    const both = await Promise.all(
      [1, 2].map(() => city.ask<{ code?: string }>('POST', path, { accessCode, body: question })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
    await city.rest();
    expect((await city.history(number)).complaint.round).toBe(2);
    const other = await rated(1);
    const key = 'the-same-question-again';
    const again = { accessCode: other.receipt.accessCode, key, body: question };
    const [first, second] = [
      await city.ask<unknown>('POST', `/v1/complaints/${other.receipt.number}/question`, again),
      await city.ask<unknown>('POST', `/v1/complaints/${other.receipt.number}/question`, again),
    ];
    expect(second).toEqual(first);
  });

  test('comes right after the rating, before anything was heard of it', async () => {
    const { receipt, person } = await city.assigned(sevenDays);
    await city.answerAs(person, receipt.number);
    await city.rest();
    const { accessCode, number } = receipt;
    const both = [
      await city.rate(receipt, 1),
      await city.ask('POST', `/v1/complaints/${number}/question`, { accessCode, body: question }),
    ];
    expect(both.map(({ status }) => status)).toEqual([202, 202]);
    await city.rest();
    const { complaint, entries, signals } = await city.history(number);
    expect(complaint).toMatchObject({ stage: 'answer', round: 2, pastRounds: [{ score: 1 }] });
    expect(entries.map(({ action }) => action)).toContain('evaluated');
    expect(signals.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
  });

  test.each([
    ['before an answer', async () => (await city.assigned(sevenDays)).receipt, 'not-answered'],
    [
      'before a rating',
      async () => {
        const { receipt, person } = await city.assigned(sevenDays);
        await city.answerAs(person, receipt.number);
        await city.rest();
        return receipt;
      },
      'not-rated',
    ],
  ])('%s is refused', async (_, story, code) => {
    const receipt = await story();
    expect(await city.sayAsPetitioner(receipt, 'question', question)).toMatchObject({ status: 409, body: { code } });
    expect(
      (
        await city.ask('POST', `/v1/complaints/${receipt.number}/question`, {
          accessCode: 'WRONGCODE1',
          body: question,
        })
      ).status,
    ).toBe(404);
  });

  test('is over 14 days after the rating', async () => {
    const { receipt } = await rated(1);
    const { mayAskUntil = '' } = (await city.track(receipt)).body;
    await city.to(later(mayAskUntil, 1));
    expect(await city.sayAsPetitioner(receipt, 'question', question)).toMatchObject({
      body: { code: 'question-window-closed' },
    });
  });
});
