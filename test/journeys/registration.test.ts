import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCity } from './city.ts';
import { EmergencyCity, warning } from './emergency-city.ts';

let emergency: EmergencyCity;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await openCity();
  close = opened.close;
  emergency = new EmergencyCity(opened.city);
});
afterAll(() => close());

const totalOf = async (districts: string[]): Promise<number | undefined> => {
  const texts = { ko: { what: `세어 보기 ${Math.random()}`, where: '강남역', action: '없음' } };
  const id = await emergency.draft({ ...warning, texts, districts, isDrill: true });
  const { message } = await emergency.read(id);
  await emergency.decide(id, 'cancellation');
  return message.dryRun?.total;
};

describe('a citizen who registers', () => {
  test('is in no audience before the code from their phone is typed, and then in that of each of their districts', async () => {
    const { id, code } = await emergency.codeFor({ phone: '010-1111-0001', districts: ['dobong', 'nowon'] });
    expect(await totalOf(['dobong'])).toBe(0);
    const { body } = await emergency.confirm(id, code);
    expect(body).toMatchObject({ status: 'registered', secret: expect.stringMatching(/^[0-9A-Z]{10}$/) });
    expect(await totalOf(['dobong'])).toBe(1);
    expect(await totalOf(['dobong', 'nowon'])).toBe(1);
    const used = await emergency.confirm(id, code);
    expect([used.status, used.body.code]).toEqual([409, 'code-wrong']);
  });

  test('who registers the same address again changes their registration and has a new secret', async () => {
    const first = await emergency.register({ email: 'Same@Example.com', districts: ['jungnang'] });
    const again = await emergency.register({ email: 'same@example.com', districts: ['gangbuk'], language: 'en' });
    expect(again.id).toBe(first.id);
    expect(await totalOf(['jungnang'])).toBe(0);
    expect(await totalOf(['gangbuk'])).toBe(1);
    const bySecret = (accessCode: string) => emergency.city.ask('GET', `/v1/registrations/${first.id}`, { accessCode });
    expect((await bySecret(first.secret)).status).toBe(404);
    const { body } = await bySecret(again.secret);
    expect(body).toMatchObject({
      channel: 'email',
      districts: ['gangbuk'],
      language: 'en',
      topics: [],
      emergency: true,
    });
    expect(JSON.stringify(body)).not.toContain('example.com');
  });

  test('leaves by the secret, or without it by another code, and is in no new audience', async () => {
    const bySecret = await emergency.register({ phone: '010-1111-0002', districts: ['guro'] });
    const byCode = await emergency.register({ phone: '010-1111-0003', districts: ['guro'] });
    expect(await totalOf(['guro'])).toBe(2);
    expect((await emergency.leave(bySecret)).body.leftAt).toBeDefined();
    expect((await emergency.leave(bySecret)).status).toBe(200);
    const { id, code } = await emergency.codeFor({ phone: '010-1111-0003' }, '/v1/registrations/departure');
    expect((await emergency.confirm(id, code)).body).toEqual({ id: byCode.id, status: 'left' });
    expect(await totalOf(['guro'])).toBe(0);
  });

  test('of whom nobody knows whether they are registered gets the same answer, and no code', async () => {
    const { status, body } = await emergency.city.ask<{ id: string }>('POST', '/v1/registrations/departure', {
      body: { phone: '010-1111-0099' },
    });
    expect(status).toBe(202);
    expect(await emergency.inbox('+821011110099')).toEqual([]);
    expect((await emergency.confirm(body.id, '000000')).body.code).toBe('code-wrong');
  });

  test('has five tries of a code, ten minutes, and three codes an hour', async () => {
    const { id, code } = await emergency.codeFor({ phone: '010-1111-0004', districts: ['mapo'] });
    const wrong = code === '000000' ? '000001' : '000000';
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await emergency.confirm(id, wrong)).body.code).toBe('code-wrong');
    }
    expect((await emergency.confirm(id, code)).body.code).toBe('code-wrong');

    const late = await emergency.codeFor({ phone: '010-1111-0004', districts: ['mapo'] });
    await emergency.city.advance('PT10M');
    expect((await emergency.confirm(late.id, late.code)).body.code).toBe('code-wrong');

    await emergency.codeFor({ phone: '010-1111-0004', districts: ['mapo'] });
    const { status, body } = await emergency.city.ask<{ code: string }>('POST', '/v1/registrations', {
      body: { phone: '010-1111-0004', districts: ['mapo'] },
    });
    expect([status, body.code]).toEqual([429, 'too-many-codes']);
    await emergency.city.advance('PT1H');
    expect((await emergency.register({ phone: '010-1111-0004', districts: ['mapo'] })).secret).toBeDefined();
  });

  test('gives one address, a phone number or e-mail, and at least one district', async () => {
    const bodies = [
      { districts: ['mapo'] },
      { phone: '010-1111-0005', email: 'a@example.com', districts: ['mapo'] },
      { phone: '010-1111-0005', districts: [] },
      { phone: '010-1111-0005', districts: ['atlantis'] },
    ];
    for (const body of bodies) {
      expect((await emergency.city.ask('POST', '/v1/registrations', { body })).status).toBe(400);
    }
  });

  test('is guarded against whoever tries secrets: five wrong ones close the door, also to the right one', async () => {
    const mine = await emergency.register({ phone: '010-1111-0006', districts: ['mapo'] });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await emergency.leave({ ...mine, secret: 'AAAAAAAAAA' })).status).toBe(404);
    }
    expect((await emergency.leave(mine)).status).toBe(404);
    await emergency.city.advance('PT16M');
    expect((await emergency.leave(mine)).status).toBe(200);
  });
});

describe('the policy newsletter', () => {
  const news = (topic: string) => ({
    topic,
    texts: { ko: { title: `${topic} 소식`, text: '새로운 정책을 알려 드립니다.' } },
  });

  test('of a topic goes to who asked for it, to nobody of another topic, and to nobody for being registered', async () => {
    const traffic = await emergency.register({
      phone: '010-3333-0001',
      districts: ['jung'],
      topics: ['traffic'],
      emergency: false,
    });
    const welfare = await emergency.register({ phone: '010-3333-0002', districts: ['jung'], topics: ['welfare'] });
    const none = await emergency.register({ phone: '010-3333-0003', districts: ['jung'] });
    const { status, body } = await emergency.say('lead-safety', 'POST', '/v1/newsletters', news('traffic'));
    expect(status).toBe(201);
    await emergency.city.rest();
    expect((await emergency.read(body.id)).message.dryRun).toMatchObject({ total: 1 });
    await emergency.approve(body.id);
    const done = await emergency.sendOut(body.id);
    expect(done.message).not.toHaveProperty('topics');
    expect(done.report.lines).toEqual([{ district: 'all', channel: 'sms', status: 'sent', count: 1 }]);
    const newsOf = async (to: string) => (await emergency.inbox(to)).filter(({ text }) => text.includes('소식'));
    expect((await newsOf(traffic.to)).map(({ text }) => text)).toEqual([
      '(정책소식) traffic 소식\n새로운 정책을 알려 드립니다.',
    ]);
    for (const { to } of [welfare, none]) expect(await newsOf(to)).toEqual([]);

    // An emergency passes by who wants news alone, and reaches the others whatever news they want.
    const id = await emergency.draft({ ...warning, districts: ['jung'] });
    expect((await emergency.read(id)).message.dryRun).toMatchObject({ total: 2, optedOut: 1 });
    await emergency.approve(id);
    await emergency.sendOut(id);
    const alarms = async (to: string) => (await emergency.inbox(to)).filter(({ text }) => text.startsWith('[긴급]'));
    expect(await alarms(traffic.to)).toEqual([]);
    for (const { to } of [welfare, none]) expect(await alarms(to)).toHaveLength(1);
  });

  test('can be left and emergencies kept, and the other way round', async () => {
    const mine = await emergency.register({ phone: '010-3333-0004', districts: ['jongno'], topics: ['culture'] });
    const wish = (wishes: object) =>
      emergency.city.ask('PUT', `/v1/registrations/${mine.id}`, {
        accessCode: mine.secret,
        body: { districts: ['jongno'], ...wishes },
      });
    expect((await wish({ topics: [] })).body).toMatchObject({ topics: [], emergency: true });
    const { body } = await emergency.say('lead-safety', 'POST', '/v1/newsletters', news('culture'));
    await emergency.city.rest();
    expect((await emergency.read(body.id)).message.dryRun?.total).toBe(0);
    expect(await totalOf(['jongno'])).toBe(1);
    await wish({ topics: ['culture'], emergency: false });
    expect(await totalOf(['jongno'])).toBe(0);
  });
});
