import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCell, formula, type MadeCell, workbookOf } from '#test/functions/imports/workbook-maker.ts';
import { type City, type Message, openCity, simpleFiling } from './city.ts';
import { importFile, reportOf, shown, start, upload } from './importing.ts';

let city: City;
let close: () => Promise<void>;
let reopen: (at?: string) => Promise<void>;
beforeAll(async () => {
  ({ city, close, reopen } = await openCity());
});
afterAll(() => close());

const headings = ['제목 *', '내용', '자치구', '연락처', '접수일시'];
const { title, text } = simpleFiling;
const good = (phone: MadeCell = null, receivedAt: MadeCell = null): MadeCell[] => [
  title,
  text,
  '강남구',
  phone,
  receivedAt,
];

/** Two hundred rows of which five are bad, each in its own way. */
function twoHundred(): Buffer {
  const rows = Array.from({ length: 200 }, () => good());
  rows[9] = [title, null, '강남구', null, null];
  rows[49] = [title, text, '뉴욕', null, null];
  rows[99] = [title, text, '강남구', formula('A1', '010'), null];
  rows[149] = [title, text, errorCell('#N/A'), '12', null];
  rows[199] = [title, text, '강남구', null, '26.11.20'];
  return workbookOf([headings, ...rows]);
}

describe('a file of two hundred rows with five bad ones', () => {
  test('becomes 195 complaints, and a workbook that names row, column and reason of the others', async () => {
    const done = await importFile(city, twoHundred());
    expect(done).toMatchObject({ stage: 'done', counts: { rows: 200, filed: 195, filedBefore: 0, faulty: 5 } });
    expect(done.faults.map(({ row, column, code }) => `${column}${row} ${code}`)).toEqual([
      'B11 missing',
      'C51 district-unknown',
      'D101 formula',
      'D151 phone-unreadable',
      'C151 error-value',
      'E201 date-short-year',
    ]);
    const { 오류: faulty = [], 접수: filed = [] } = await reportOf(done);
    expect(faulty.map(([, row, columns]) => `${row} ${columns}`)).toEqual([
      '11 B',
      '51 C',
      '101 D',
      '151 D, C',
      '201 E',
    ]);
    expect(faulty[1]?.slice(3)).toEqual([
      'C(자치구): 서울의 자치구가 아닙니다(예: 강남구).',
      'C(자치구): It is none of the 25 districts (like 강남구).',
      title,
      text,
      '뉴욕',
      '',
      '',
    ]);
    expect(filed).toHaveLength(195);
    expect(new Set(filed.map(([, , number]) => number)).size).toBe(195);
    const number = filed[0]?.[2] ?? '';
    const { complaint, entries } = await city.history(number);
    expect(complaint).toMatchObject({
      filedBy: 'lead-parking',
      channel: 'visit',
      district: 'gangnam',
      status: 'assigned',
    });
    expect(entries[0]).toMatchObject({
      action: 'filed',
      actor: { kind: 'person', id: 'lead-parking' },
      facts: { import: done.id, row: 2 },
    });
  });

  test('makes nothing when it comes again, also under another name and by another hand', async () => {
    const again = await importFile(city, twoHundred(), { as: 'operator-1', fileName: 'other.xlsx' });
    expect(again).toMatchObject({ stage: 'done', counts: { rows: 200, filed: 0, filedBefore: 195, faulty: 5 } });
  });
});

/** How many messages have left the city. */
const outboxSize = async (): Promise<number> =>
  (await city.ask<{ messages: Message[] }>('GET', '/_local/outbox')).body.messages.length;

/** Everything that has left it for this phone, by the words alone. */
const wordsTo = async (phone: string): Promise<string[]> => {
  const { body } = await city.ask<{ messages: Message[] }>('GET', '/_local/outbox');
  return body.messages.filter(({ to }) => to === phone).map(({ text: words }) => words);
};

describe('old cases', () => {
  test('have the deadline that they had, are told to nobody, and go on as any other', async () => {
    const before = await outboxSize();
    // Three weeks and a working day before; a Monday at 14:30.
    const rows = Array.from({ length: 12 }, () => good(1098765432, '2026.11.02 14:30'));
    const done = await importFile(city, workbookOf([headings, ...rows]));
    const numbers = ((await reportOf(done)).접수 ?? []).map(([, , number = '']) => number);
    const [first = ''] = numbers;
    const { complaint } = await city.history(first);
    expect(complaint).toMatchObject({
      receivedAt: '2026-11-02T05:30:00.000Z',
      deadline: { dueAt: '2026-11-02T15:00:00.000Z' },
      backfilledAt: '2026-11-23T00:00:00.000Z',
      status: 'assigned',
    });
    expect(first).toMatch(/^20261102-/);
    expect((await city.queue()).map(({ number }) => number)).toEqual(expect.arrayContaining(numbers));
    await city.to('2026-11-23T00:30:00.000Z');
    expect(await outboxSize()).toBe(before);
    const person = complaint.assignment?.person ?? '';
    expect((await city.list(person)).map(({ number }) => number)).toContain(first);
    await city.answerAs(person, first);
    await city.rest();
    expect(await wordsTo('+821098765432')).toEqual([expect.stringContaining('답변이 등록되었습니다')]);
  });

  test('that nobody can classify by their words are told to nobody, and wait for whoever classifies', async () => {
    const before = await outboxSize();
    const words = ['안녕하세요', '안녕하세요. 말씀드릴 것이 있습니다.', '강남구'];
    const rows = Array.from({ length: 6 }, () => [...words, 1087654321, '2026-10-05']);
    const done = await importFile(city, workbookOf([headings, ...rows]));
    const [[, , number = ''] = []] = (await reportOf(done)).접수 ?? [];
    await city.advance('PT30M');
    expect(await outboxSize()).toBe(before);
    // Once a person says what it is, it is told as any other.
    const { etag } = await city.case('operator-1', number);
    await city.classify('operator-1', number, etag);
    await city.rest();
    expect(await wordsTo('+821087654321')).toEqual([expect.stringContaining('담당')]);
  });

  test('of the same day is told as a new one', async () => {
    const done = await importFile(city, workbookOf([headings, good(1055556666, '2026-11-23 09:00')]));
    expect(done.counts).toMatchObject({ filed: 1 });
    const [row = []] = (await reportOf(done)).접수 ?? [];
    const messages = await city.outbox(row[2] ?? '');
    expect(
      messages.filter(({ to }) => to === '+821055556666').map(({ text: words }) => words.replace(row[2] ?? '', 'N')),
    ).toEqual(['[대답] 민원 N 접수되었습니다.', expect.stringContaining('담당')]);
  });
});

describe('an import', () => {
  test('that is refused says why, and files nothing', async () => {
    const bad = workbookOf([], { xml: '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1/">]><worksheet/>' });
    const refused = await importFile(city, bad);
    expect(refused).toMatchObject({
      stage: 'refused',
      refusal: { code: 'xml-forbidden', reasonEn: expect.stringContaining('DOCTYPE') },
      faults: [],
    });
    expect(await start(city, refused.id)).toMatchObject({ status: 409, body: { code: 'import-ended' } });
  });

  test('of nothing but faults files nothing and reports them', async () => {
    const done = await importFile(city, workbookOf([headings, [null, '내용뿐', null, null, null]]));
    expect(done).toMatchObject({ stage: 'done', counts: { rows: 1, filed: 0, faulty: 1 } });
    expect((await reportOf(done)).오류).toHaveLength(1);
  });

  test('is asked for once under a key, started once its file is there, and its own official’s', async () => {
    const file = workbookOf([headings, good()]);
    const key = 'the same key, twice';
    const token = await city.token('lead-parking');
    const body = { fileName: 'a.xlsx', sizeBytes: file.length, sha256: '0'.repeat(64) };
    const first = await city.ask<{ id: string }>('POST', '/v1/imports', { token, key, body });
    expect(first.status).toBe(201);
    expect((await city.ask<{ id: string }>('POST', '/v1/imports', { token, key, body })).body.id).toBe(first.body.id);
    expect(await city.ask('POST', '/v1/imports', { token, key, body: { ...body, fileName: 'b.xlsx' } })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    expect(await start(city, first.body.id)).toMatchObject({ status: 409, body: { code: 'import-not-uploaded' } });
    expect((await shown(city, first.body.id)).body).toMatchObject({ stage: 'awaiting-file' });
    expect(await shown(city, first.body.id, 'lead-central-desk')).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    expect((await shown(city, first.body.id, 'app-web')).status).toBe(403);
  });

  test('is refused a file that is too large before a byte of it comes', async () => {
    const { asked } = await upload(city, Buffer.from('a'), { sizeBytes: 21 * 1024 * 1024 });
    expect(asked).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
  });

  test('is refused a file other than the one that was told of', async () => {
    const { asked, put } = await upload(city, Buffer.from('제목,내용'), { sha256: '0'.repeat(64) });
    expect(put?.status).toBe(400);
    expect(await start(city, asked.body.id)).toMatchObject({ status: 409, body: { code: 'import-not-uploaded' } });
  });

  test('has a template, which can be filled in and uploaded', async () => {
    const answer = await fetch(`${city.url}/v1/imports/template`, {
      headers: { authorization: `Bearer ${await city.token('lead-parking')}` },
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'x-content-type-options': 'nosniff',
    });
    const template = Buffer.from(await answer.arrayBuffer());
    expect(await importFile(city, template)).toMatchObject({ stage: 'refused', refusal: { code: 'no-rows' } });
  });

  test('that no retry helps is stopped, and goes on once its official starts it again', async () => {
    const { asked } = await upload(city, workbookOf([headings, good()]));
    const { id } = asked.body;
    await city.fault({ kind: 'error', service: 's3', operation: 'GetObject', error: 'InternalError', count: 60 });
    await start(city, id);
    await city.advance('PT5M');
    expect((await shown(city, id)).body).toMatchObject({ stage: 'stopped', fault: { state: 'InspectFile' } });
    await city.noFaults();
    await start(city, id);
    await city.rest();
    expect((await shown(city, id)).body).toMatchObject({ stage: 'done', counts: { filed: 1 } });
  });

  test('goes on where it was after the city was gone', async () => {
    const { asked } = await upload(city, workbookOf([headings, ...Array.from({ length: 60 }, () => good())]));
    await city.fault({ kind: 'drop-answer', service: 'dynamodb', operation: 'TransactWriteItems', count: 7 });
    await start(city, asked.body.id);
    await reopen();
    await city.advance('PT2M');
    await city.noFaults();
    expect((await shown(city, asked.body.id)).body).toMatchObject({
      stage: 'done',
      counts: { rows: 60, filed: 60, filedBefore: 0 },
    });
  });
});
