import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCity } from './city.ts';
import { EmergencyCity, type Registered, warning } from './emergency-city.ts';

let emergency: EmergencyCity;
let close: () => Promise<void>;
let people: Registered[];
beforeAll(async () => {
  const opened = await openCity();
  close = opened.close;
  emergency = new EmergencyCity(opened.city);
  people = await emergency.registerMany(24);
  // Ten in a batch of five seconds: three batches for 24 people.
  await emergency.set({ ratePerSecond: 2, batchSeconds: 5, pauseMinutes: 10 });
});
afterAll(() => close());

/** Words that no other test uses, so that each message is one of its own. */
const draftOf = (what: string) => ({
  ...warning,
  districts: ['gangnam'],
  texts: { ko: { what, where: '강남역', action: '대피하세요' } },
});
/** How many of the registered got these words. */
async function got(words: string): Promise<number> {
  const inboxes = await Promise.all(people.map(({ to }) => emergency.inbox(to)));
  return inboxes.filter((inbox) => inbox.some(({ text }) => text.includes(words))).length;
}

describe('two persons', () => {
  test('the author does not approve their own, whatever account they use, nor somebody who edited it', async () => {
    const token = await emergency.city.token('operator-1');
    const second = { name: '안전과장 (당직)', groups: ['operator'], personId: 'lead-safety' };
    await emergency.city.ask('PUT', '/v1/people/duty-officer', { token, body: second });
    const id = await emergency.draft(draftOf('두 사람'));

    expect((await emergency.approve(id, 'lead-safety')).body).toMatchObject({ code: 'own-approval' });
    const twin = await emergency.approve(id, 'duty-officer');
    expect([twin.status, twin.body.code]).toEqual([403, 'own-approval']);
    expect(twin.body.detail).toContain("'lead-safety'");

    await emergency.say('operator-2', 'PUT', `/v1/emergency-messages/${id}`, {
      purpose: 'emergency',
      ...draftOf('두 사람, 고침'),
    });
    await emergency.city.rest();
    expect((await emergency.approve(id, 'operator-2')).body.code).toBe('own-approval');
    expect((await emergency.approve(id, 'operator-1')).status).toBe(202);
    await emergency.decide(id, 'cancellation', 'lead-safety');
  });

  test('the approver types how many it reaches, and approves what was shown, not what was edited after', async () => {
    const id = await emergency.draft(draftOf('세어 보기'));
    expect((await emergency.approve(id, 'operator-1', { audienceCount: 25 })).body).toMatchObject({
      code: 'audience-count-wrong',
    });
    const { message: shown } = await emergency.read(id);

    await emergency.say('lead-safety', 'PUT', `/v1/emergency-messages/${id}`, {
      purpose: 'emergency',
      ...draftOf('세어 보기, 고침'),
    });
    await emergency.city.rest();
    expect((await emergency.approve(id, 'operator-1', { hash: shown.hash })).body.code).toBe('approval-stale');
    expect((await emergency.read(id)).message.stage).toBe('awaiting-approval');
    await emergency.decide(id, 'cancellation');
  });

  test('an edit after the approval voids it: nobody gets either text before it is approved again', async () => {
    const id = await emergency.draft(draftOf('승인 뒤'));
    await emergency.approve(id);
    await emergency.city.advance('PT30S');
    expect((await emergency.read(id)).message.stage).toBe('countdown');
    const edit = { purpose: 'emergency', ...draftOf('승인 뒤 고침') };
    expect((await emergency.say('lead-safety', 'PUT', `/v1/emergency-messages/${id}`, edit)).status).toBe(200);
    await emergency.city.advance('PT10M');
    const { message } = await emergency.read(id);
    expect(message).toMatchObject({ stage: 'awaiting-approval', askedAgain: { reason: 'edited' } });
    expect(message).not.toHaveProperty('approval');
    expect(await got('승인 뒤')).toBe(0);
    await emergency.decide(id, 'cancellation');
  });

  test('whoever is neither lead nor operator sees and decides nothing', async () => {
    const id = await emergency.draft(draftOf('남의 일'));
    for (const as of ['official-parking-1', 'auditor-1', 'app-web']) {
      const { status, body } = await emergency.say(as, 'GET', `/v1/emergency-messages/${id}`);
      expect([status, body.code]).toEqual([403, 'wrong-group']);
    }
    await emergency.decide(id, 'cancellation');
  });
});

describe('stopping', () => {
  test('cancelled in the countdown, nobody got it', async () => {
    const id = await emergency.draft(draftOf('초읽기 취소'));
    await emergency.approve(id);
    await emergency.city.advance('PT59S');
    expect((await emergency.decide(id, 'cancellation', 'lead-safety')).body.stage).toBe('cancelled');
    const done = await emergency.sendOut(id);
    expect(done.message).toMatchObject({ stage: 'cancelled', cancelledBy: 'lead-safety' });
    expect(done.report).toMatchObject({ sent: 0, left: 0 });
    expect(await got('초읽기 취소')).toBe(0);
    expect((await emergency.decide(id, 'cancellation')).body.code).toBe('message-ended');
  });

  test('cancelled half way, it stops within one batch, and the report says who got it and who did not', async () => {
    const id = await emergency.draft(draftOf('도중 취소'));
    await emergency.approve(id);
    await emergency.city.advance('PT61S');
    const live = await emergency.read(id);
    expect(live.message.stage).toBe('sending');
    expect(live.report).toMatchObject({ sent: 10, left: 14 });

    await emergency.decide(id, 'cancellation', 'operator-2');
    const done = await emergency.sendOut(id);
    expect(done.report).toMatchObject({ sent: 10, notSent: 14, left: 0, uncertain: 0 });
    expect(done.message).toMatchObject({ stage: 'cancelled', cancelledBy: 'operator-2' });
    expect(done.message.endedAt).toBeDefined();
    expect(await got('도중 취소')).toBe(10);
    const deliveries = await emergency.deliveries(id);
    expect(deliveries).toHaveLength(24);
    const sent = deliveries.filter(({ status }) => status === 'sent').map(({ registration }) => registration);
    for (const { id: person, to } of people) {
      const arrived = (await emergency.inbox(to)).filter(({ text }) => text.includes('도중 취소')).length;
      expect(arrived, person).toBe(sent.includes(person as never) ? 1 : 0);
    }
    expect(deliveries.filter(({ reason }) => reason === 'cancelled')).toHaveLength(14);
  });

  test('paused it waits, resumed it goes on where it was', async () => {
    const id = await emergency.draft(draftOf('잠시 멈춤'));
    await emergency.approve(id);
    await emergency.city.advance('PT61S');
    expect((await emergency.decide(id, 'pause')).body.stage).toBe('paused');
    await emergency.city.advance('PT5M');
    expect(await got('잠시 멈춤')).toBe(10);
    expect((await emergency.decide(id, 'pause')).body.code).toBe('not-sending');

    expect((await emergency.decide(id, 'resumption')).body.stage).toBe('sending');
    const done = await emergency.sendOut(id);
    expect(done.message.stage).toBe('sent');
    expect(done.report).toMatchObject({ sent: 24, notSent: 0, uncertain: 0 });
    expect(await got('잠시 멈춤')).toBe(24);
  });

  test('a pause longer than the operators allow calls off the rest', async () => {
    const id = await emergency.draft(draftOf('긴 멈춤'));
    await emergency.approve(id);
    await emergency.city.advance('PT61S');
    await emergency.decide(id, 'pause');
    const done = await emergency.sendOut(id, 'PT15M');
    expect(done.message).toMatchObject({ stage: 'cancelled', cancelledBy: 'pause-too-long' });
    expect(done.report).toMatchObject({ sent: 10, notSent: 14 });
  });
});

describe('a correction', () => {
  test('goes to exactly those who got the first message, after people joined and left, and is linked to it', async () => {
    const id = await emergency.draft(draftOf('틀린 안내'));
    const [leaving, ...staying] = people;
    if (leaving === undefined) throw new Error('nobody is registered');
    await emergency.approve(id);
    await emergency.sendOut(id);
    await emergency.leave(leaving);
    const joined = await emergency.register({ phone: '010-6666-0001', districts: ['gangnam'] });

    const texts = { ko: { what: '바로잡습니다', where: '강남역', action: '돌아가셔도 됩니다' } };
    const path = `/v1/emergency-messages/${id}/correction`;
    const { status, body } = await emergency.say('lead-safety', 'POST', path, { kind: 'correction', texts });
    expect(status).toBe(201);
    await emergency.city.rest();
    expect((await emergency.read(body.id)).message).toMatchObject({ first: id, dryRun: { total: 24 } });
    expect((await emergency.approve(body.id, 'lead-safety')).body.code).toBe('own-approval');
    await emergency.approve(body.id);
    await emergency.sendOut(body.id);

    expect((await emergency.read(id)).followedBy).toEqual([body.id]);
    for (const { to } of [leaving, ...staying]) {
      const corrections = (await emergency.inbox(to)).filter(({ text }) => text.startsWith('[정정]'));
      expect(corrections, to).toHaveLength(1);
    }
    expect((await emergency.inbox(joined.to)).filter(({ text }) => text.includes('바로잡습니다'))).toEqual([]);
    // And a new message passes by who left.
    const next = await emergency.draft(draftOf('다음 소식'));
    expect((await emergency.read(next)).message.dryRun?.total).toBe(24);
    await emergency.decide(next, 'cancellation');
  });

  test('of a message that nobody got, or that is another’s correction, is refused', async () => {
    const body = { kind: 'all-clear', texts: draftOf('상황 종료').texts };
    const id = await emergency.draft(draftOf('취소될 것'));
    await emergency.decide(id, 'cancellation');
    const refused = await emergency.say('lead-safety', 'POST', `/v1/emergency-messages/${id}/correction`, body);
    expect([refused.status, refused.body.code]).toEqual([409, 'nobody-got-it']);
    const unknown = await emergency.say('lead-safety', 'POST', '/v1/emergency-messages/7KQ4M2X8P0AB/correction', body);
    expect(unknown.body.code).toBe('not-found');
  });
});
