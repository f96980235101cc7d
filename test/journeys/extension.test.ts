import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OfficialCase } from '#schemas/api/official-case.ts';
import { type City, openCity, proposal, sevenDays } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const extension = (count: number, unit = 'days') => ({ period: { unit, count }, reason: '현장 조사가 더 필요합니다' });

describe('an extension', () => {
  test('puts the deadline off once; the petitioner is told date and reason; the ladder follows, the ledger says both', async () => {
    const { receipt, person } = await city.assigned(sevenDays);
    const { number } = receipt;
    expect((await city.track(receipt)).body.dueAt).toBe('2026-12-01T09:00:00.000Z');
    expect((await city.sayAs(person, number, 'extension', extension(2))).status).toBe(202);
    const { body } = await city.track(receipt);
    expect(body.dueAt).toBe('2026-12-03T09:00:00.000Z');
    expect(body.clock?.lines.map(({ kind, dueAt, movedMinutes }) => [kind, dueAt, movedMinutes])).toEqual([
      ['start', '2026-12-01T09:00:00.000Z', 0],
      ['extension', '2026-12-03T09:00:00.000Z', 2 * 24 * 60],
    ]);
    expect(body.reasons).toEqual([
      { at: '2026-11-23T00:00:00.000Z', event: 'extension', text: '현장 조사가 더 필요합니다' },
    ]);
    const told = (await city.outbox(number)).filter(({ text }) => text.includes('연장'));
    expect(told).toMatchObject([{ protocol: 'sms' }]);
    expect(told[0]?.text).toContain('12/03 18:00');
    expect(told[0]?.text).toContain('현장 조사가');
    expect(told[0]?.text.length).toBeLessThanOrEqual(70);
    // On request the counted hours too: seven days and two more, of eight hours each.
    const path = `/v1/complaints/${number}/case?counted=true`;
    const { body: counted } = await city.ask<OfficialCase>('GET', path, { token: await city.token(person) });
    const minutes = counted.clock?.counted?.map((day) => ('minutes' in day ? day.minutes : 0)) ?? [];
    expect(minutes).toHaveLength(9);
    expect(minutes.reduce((sum, each) => sum + each, 0)).toBe(9 * 480);
    // Half of nine days now, no longer of seven.
    const { complaint, ledger } = await city.history(number);
    expect(complaint.rungs[0]).toMatchObject({ id: 'remind-official-50', at: '2026-11-27T05:00:00.000Z' });
    expect(ledger.map(({ kind }) => kind)).toEqual(['start', 'extension']);
    expect((await city.sayAs(person, number, 'extension', extension(1))).body).toMatchObject({
      code: 'already-extended',
    });
    await city.to('2026-12-01T09:00:20.000Z');
    expect((await city.history(number)).complaint.rungsDone).not.toContain('escalate-to-lead');
    await city.to('2026-12-03T09:00:11.000Z');
    expect((await city.history(number)).complaint.rungsDone).toContain('escalate-to-lead');
  });

  test('is at most as long as the period, in whatever unit', async () => {
    const { receipt, person } = await city.assigned(sevenDays);
    const tooLong = [extension(8), extension(57, 'working-hours'), extension(1, 'months'), extension(1, 'years')];
    for (const body of tooLong) {
      expect(await city.sayAs(person, receipt.number, 'extension', body)).toMatchObject({
        status: 422,
        body: { code: 'extension-too-long' },
      });
    }
    const month = await city.assigned(proposal);
    expect((await city.sayAs(month.person, month.receipt.number, 'extension', extension(1, 'months'))).status).toBe(
      202,
    );
    expect((await city.sayAs(person, receipt.number, 'extension', extension(56, 'working-hours'))).status).toBe(202);
  });

  test('of a case of the same day is a day at most', async () => {
    await city.to('2026-12-07T00:00:00.000Z');
    const { receipt, person } = await city.assigned();
    expect((await city.sayAs(person, receipt.number, 'extension', extension(2))).status).toBe(422);
    expect((await city.sayAs(person, receipt.number, 'extension', extension(1))).status).toBe(202);
    expect((await city.track(receipt)).body.dueAt).toBe('2026-12-08T09:00:00.000Z');
  });

  test('is refused after the deadline, to others, without a reason, and of an old version', async () => {
    await city.to('2026-12-14T00:00:00.000Z');
    const { receipt, person } = await city.assigned();
    const { number } = receipt;
    const { etag } = await city.case(person, number);
    const ask = async (as: string, body: unknown, ifMatch = etag) =>
      city.ask<{ code: string }>('POST', `/v1/complaints/${number}/extension`, {
        token: await city.token(as),
        ifMatch,
        body,
      });
    expect((await ask(person, { period: { unit: 'days', count: 1 } })).body.code).toBe('request-invalid');
    expect((await ask(person, extension(1), '"1"')).body.code).toBe('version-stale');
    expect((await ask('auditor-1', extension(1))).status).toBe(403);
    await city.to('2026-12-14T15:00:00.001Z');
    expect((await ask(person, extension(1))).status).toBe(409);
    const late = await city.sayAs(person, number, 'extension', extension(1));
    expect(late).toMatchObject({ status: 409, body: { code: 'deadline-passed' } });
  });
});
