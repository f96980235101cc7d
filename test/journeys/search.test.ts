import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FoundComplaint } from '#schemas/api/desk.ts';
import { type Answered, type City, openCity, simpleFiling, unsureFiling } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

type Search = { items: FoundComplaint[]; cursor?: string; code: string; faults: { path: string }[] };

async function search(as: string, body: object): Promise<Answered<Search>> {
  return city.ask('POST', '/v1/complaints/search', { token: await city.token(as), body });
}

const numbersOf = ({ body }: Answered<Search>): string[] => body.items.map(({ number }) => number);

describe('the search', () => {
  const words = {
    title: '횡단보도 보수 요청',
    text: '시청 앞 횡단 보도의 보도블록이 들떠 있습니다. 가나다라.',
    kind: 'complaint',
  };

  test('finds by words however they are spaced, by number, district, status and days; only what one may see', async () => {
    const { receipt } = await city.assigned({ ...simpleFiling, ...words });
    const { number } = receipt;
    const { complaint } = await city.history(number);
    const { lead = '', department: theirs = '' } = complaint.assignment ?? {};
    for (const as of [lead, 'operator-1', 'auditor-1']) {
      for (const what of ['횡단보도', '횡단 보도', '보도블록이들떠', '가나다라 횡단보도']) {
        expect(numbersOf(await search(as, { words: what })), `${as}: ${what}`).toEqual([number]);
      }
      expect(numbersOf(await search(as, { words: '횡단보도 지하철' }))).toEqual([]);
      expect(numbersOf(await search(as, { number: number.toLowerCase().replaceAll('-', '') }))).toEqual([number]);
    }
    const today = new Date(Date.parse(receipt.receivedAt) + 9 * 3_600_000).toISOString().slice(0, 10);
    const hit = {
      words: '횡단보도',
      status: 'assigned',
      district: 'gangnam',
      department: theirs,
      from: today,
      to: today,
    };
    const found = await search(lead, hit);
    expect(found.body.items).toMatchObject([{ number, status: 'assigned', department: theirs }]);
    expect(JSON.stringify(found.body)).not.toMatch(/횡단|홍길동|barred/);
    for (const other of [
      { status: 'closed' },
      { district: 'jongno' },
      { kind: 'proposal' },
      { from: undefined, to: '2026-11-22' },
    ]) {
      expect(numbersOf(await search(lead, { ...hit, ...other })), JSON.stringify(other)).toEqual([]);
    }

    for (const body of [{ words: '횡단보도' }, { number }]) {
      expect(numbersOf(await search('lead-water', body))).toEqual([]);
    }
    expect((await search('lead-water', { department: theirs })).status).toBe(404);
    expect((await search('app-web', {})).body.code).toBe('wrong-group');
    for (const tooShort of ['가', '!!', '횡단보도 가']) {
      const refused = await search(lead, { words: tooShort });
      expect(refused).toMatchObject({ status: 400, body: { faults: [{ path: '/body/words' }] } });
    }
    expect((await search(lead, { cursor: 'bm9uZQ' })).body.faults).toMatchObject([{ path: '/body/cursor' }]);
    const backwards = await search(lead, { from: '2026-11-24', to: '2026-11-23' });
    expect(backwards.body.faults).toMatchObject([{ path: '/body/to' }]);
  });

  test('gives one page after the other, the newest first, each complaint once', async () => {
    for (let filed = 0; filed < 5; filed += 1) await city.file(filed % 2 === 0 ? {} : unsureFiling);
    await city.rest();
    const whole = numbersOf(await search('operator-1', { limit: 100 }));
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Answered<Search> = await search('operator-1', {
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      paged.push(...numbersOf(page));
      cursor = page.body.cursor;
    } while (cursor !== undefined);
    expect(whole.length).toBeGreaterThan(5);
    expect(paged).toEqual(whole);
  });

  test('follows a correction, and forgets a complaint’s words in the moment it becomes a report', async () => {
    const filing = {
      ...unsureFiling,
      text: '저는 홍길동이고 번호는 010-1234-5678 입니다. 마바사 이야기입니다.',
    };
    const { body: receipt } = await city.file(filing);
    await city.rest();
    expect(numbersOf(await search('operator-1', { words: '마바사' }))).toEqual([receipt.number]);
    await city.sayAsPetitioner(receipt, 'correction', { text: '저는 홍길동입니다. 아자차 이야기입니다. 01012345678' });
    expect(await city.said(receipt.number)).toEqual(['correction applied']);
    expect(numbersOf(await search('operator-1', { words: '마바사' }))).toEqual([]);
    expect(numbersOf(await search('operator-1', { words: '아자차 홍길동 010-1234-5678' }))).toEqual([receipt.number]);

    const { etag } = await city.case('operator-1', receipt.number);
    await city.classify('operator-1', receipt.number, etag, { kind: 'public-interest', topic: 'waste' });
    await city.rest();
    for (const what of ['아자차', '홍길동', '010-1234-5678', '이야기']) {
      expect(numbersOf(await search('auditor-1', { words: what })), what).not.toContain(receipt.number);
    }
    const byNumber = await search('auditor-1', { number: receipt.number });
    expect(byNumber.body.items).toMatchObject([{ kind: 'public-interest' }]);
    expect(JSON.stringify(byNumber.body)).not.toMatch(/홍길동|1234/);
  });

  test('never knew the words of who asked for protection, nor shows a report to whom it names', async () => {
    const { body: receipt } = await city.file({
      ...simpleFiling,
      kind: 'corruption',
      identity: 'protected',
      title: '금품 수수 신고',
      text: '임가람 감사관이 카타파 업체에서 금품을 받았습니다.',
    });
    expect(numbersOf(await search('auditor-2', { number: receipt.number }))).toEqual([]);
    await city.rest();
    expect(numbersOf(await search('auditor-2', { words: '카타파' }))).toEqual([]);
    expect(numbersOf(await search('operator-1', { number: receipt.number }))).toEqual([receipt.number]);
    for (const barred of ['auditor-1', 'auditor-2']) {
      expect(numbersOf(await search(barred, { number: receipt.number })), barred).toEqual([]);
    }
  });
});
