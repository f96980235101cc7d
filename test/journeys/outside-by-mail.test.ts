import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type City, openCity, sevenDays } from './city.ts';
import { knock, mailedCode, transferOutside } from './outside.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const institution = 'han-river-bureau';
const open = (number: string, code: string) => knock(city, 'GET', number, code);
const accept = (number: string, code: string, reference: string) =>
  knock(city, 'POST', `${number}/acceptance`, code, { reference });
const refuse = (number: string, code: string, reason: string) =>
  knock(city, 'POST', `${number}/refusal`, code, { reason });

/** A case that waits for the Han River office, and the mail that asked it. */
async function mailed(filing: Record<string, unknown> = {}) {
  const { receipt, person } = await city.assigned({ ...sevenDays, ...filing });
  const { number } = receipt;
  await transferOutside(city, person, number, { institution, reason: '하천 소관입니다.' });
  const mail = (await city.outbox(number)).findLast(({ protocol }) => protocol === 'email');
  const code = await mailedCode(city, number);
  return { receipt, person, number, mail, code };
}

describe('an institution that is asked by mail', () => {
  test('finds number, term and a code in it and nothing else; the code shows the case, and it accepts', async () => {
    const { receipt, number, mail, code } = await mailed();
    expect(mail?.to).toBe('han-river-bureau@example.com');
    expect(mail?.text).toBe(
      `[대답] 민원 ${number} 이송 요청. 11/27 18:00까지 수락 또는 반려해 주세요.\n${city.url}/transfers#${number}\n확인 코드 ${code}`,
    );
    expect((await open(number, code.toLowerCase())).body).toMatchObject({
      number,
      text: sevenDays.text,
      reason: '하천 소관입니다.',
      petitioner: {},
    });
    expect((await accept(number, code, '하천-77')).status).toBe(202);
    expect((await city.track(receipt)).body).toMatchObject({
      status: 'transferred',
      institution: { name: '한강유역관리청', reference: '하천-77' },
    });
    expect((await city.outbox(number)).at(-1)?.text).toContain('한강유역관리청 이송, 접수번호 하천-77');
    // Until the term ends it can still read whom to answer; then the old mail opens nothing.
    expect((await open(number, code)).body.petitioner).toMatchObject({ name: '홍길동' });
    expect((await accept(number, code, '하천-78')).body.code).toBe('complaint-closed');
    await city.to('2026-11-27T09:00:00.001Z');
    expect((await open(number, code)).status).toBe(404);
  });

  test('refuses by it: the case is back with the reason', async () => {
    const { person, number, code } = await mailed();
    expect((await refuse(number, code, '시 관할 하천')).status).toBe(202);
    expect((await city.case(person, number)).body).toMatchObject({
      stage: 'answer',
      outsideTransfers: [{ ended: { by: 'refusal', reason: '시 관할 하천' } }],
    });
    expect((await open(number, code)).status).toBe(404);
    expect((await accept(number, code, '1')).body.code).toBe('transfer-ended');
    expect((await city.history(number)).entries.find(({ action }) => action === 'outside-refusal-said')?.actor).toEqual(
      {
        kind: 'institution',
        id: 'han-river-bureau',
      },
    );
  });

  test('is let in by this code alone: no wrong one, none of another complaint, none of an earlier transfer', async () => {
    const first = await mailed();
    const other = await mailed();
    const wrong = await open(first.number, 'AAAAAAAAAA');
    expect(wrong).toMatchObject({ status: 404, body: { code: 'complaint-not-found' } });
    expect((await open(first.number, other.code)).body).toEqual(wrong.body);
    expect((await open('20261123-AAAAAA-A', first.code)).body).toEqual(wrong.body);
    expect((await open((await city.file()).body.number, first.code)).body).toEqual(wrong.body);
    // The petitioner's code is none either, nor this one the petitioner's.
    expect((await open(first.number, first.receipt.accessCode)).status).toBe(404);
    expect((await city.track({ ...first.receipt, accessCode: first.code })).status).toBe(404);

    // Refused, and asked again: the second mail brings a code of its own.
    await refuse(first.number, first.code, '-');
    await transferOutside(city, first.person, first.number, { institution, reason: '다시 봐 주십시오.' });
    expect((await accept(first.number, first.code, '1')).status).toBe(404);
  });

  test('finds the door closed after five wrong codes in 15 minutes, for 15 minutes', async () => {
    const { number, code } = await mailed();
    for (let tries = 0; tries < 5; tries += 1) await open(number, 'AAAAAAAAAA');
    expect((await open(number, code)).status).toBe(404);
    await city.advance('PT15M');
    expect((await open(number, code)).status).toBe(200);
  });

  test('has a page for it, with nothing inline and nothing from outside', async () => {
    const page = await fetch(`${city.url}/transfers`);
    const text = await page.text();
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(text).not.toMatch(/<style| style="| on\w+="|https?:\/\//);
    const script = await fetch(`${city.url}/transfers/transfer.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await script.text()).not.toMatch(/innerHTML|insertAdjacent/);
  });
});
