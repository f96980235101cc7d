import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import type { Receipt } from '#schemas/api/citizen.ts';
import { openCity } from '#scripts/open-city.ts';
import * as tiny from '#test/functions/files/tiny-files.ts';
import {
  askAsPetitioner,
  attachmentsOf,
  bearer,
  bring,
  caseFile,
  download,
  fileWith,
  photo,
  upload,
} from './attached.ts';
import { busy } from './aws-side.ts';
import { City, sevenDays, simpleFiling, unsureFiling } from './city.ts';
import { knock, mailedCode, transferOutside } from './outside.ts';

const home = mkdtempSync(join(tmpdir(), 'daedap-reporters-'));
let cloud: Cloud;
let city: City;
beforeAll(async () => {
  cloud = await openCity({ home, standAt: Date.parse('2026-11-23T00:00:00.000Z') });
  city = new City(cloud.url);
});
afterEach(() => city.noFaults());
afterAll(async () => {
  await cloud.close();
  rmSync(home, { recursive: true, force: true });
});

const report = { ...unsureFiling, identity: 'protected' };
const { author } = tiny.telling;

describe('a protected reporter', () => {
  test('is not told by photo, film, name of the file, list or log', async () => {
    const files = [photo, { name: 'clip.mp4', bytes: tiny.mp4() }];
    const { body: receipt } = await fileWith(city, await Promise.all(files.map((file) => upload(city, file))), report);
    const shown = (await city.case('operator-1', receipt.number)).body.attachments ?? [];
    expect(shown.map(({ name, standing }) => [name, standing])).toEqual([
      ['attachment-1.jpg', 'cleaned'],
      ['attachment-2.mp4', 'cleaned'],
    ]);
    for (const { id, name } of shown) {
      const { response, bytes } = await download(city, caseFile(receipt.number, id), await bearer(city, 'operator-1'));
      expect(response.headers.get('content-disposition')).toContain(`filename="${name}"`);
      expect(bytes.length).toBeGreaterThan(50);
      expect(bytes.toString('latin1')).not.toMatch(/Exif|xmpmeta|udta|\+37\.5665/);
      expect(bytes.toString('latin1')).not.toContain(author);
    }
    const history = await city.history(receipt.number);
    expect(history.entries.filter(({ action }) => action === 'attachment-cleaned')).toHaveLength(2);
    const logs = readdirSync(join(home, 'logs'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(JSON.stringify([shown, history, logs])).not.toMatch(/집 앞|clip\.mp4/);
    // The files as they came are gone.
    const kept = readdirSync(join(home, 's3')).map((file) => readFileSync(join(home, 's3', file), 'latin1'));
    expect(kept).toHaveLength(2);
    expect(kept.join()).not.toContain(author);
    const [{ id = '' } = {}] = shown;
    const raw = { service: 's3', operation: 'GetObject', principal: { kind: 'outside' } } as const;
    const input = { Bucket: 'daedap-filebucket', Key: `uploads/${id}` };
    await expect(cloud.gateway.call({ ...raw, input })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('is told what to send instead of a file that nobody can clean for sure', async () => {
    const refused = await fileWith(city, [await upload(city, { name: 'a.hwp', bytes: tiny.hwp() })], report);
    expect([refused.status, refused.body.code]).toEqual([422, 'attachment-tells-who']);
    expect(refused.body.detail).toContain('Send it as');
  });

  test('gets a file cleaned that the store did not take at first, and meanwhile given to nobody', async () => {
    const file = await upload(city, photo);
    await city.fault({ service: 's3', operation: 'PutObject', kind: 'error', error: 'InternalError', count: 9 });
    const { token, key, body } = {
      token: await city.token('app-web'),
      key: crypto.randomUUID(),
      body: { ...report, attachments: [file] },
    };
    const { body: receipt } = await city.ask<Receipt>('POST', '/v1/complaints', { token, key, body });
    const path = `/v1/complaints/${receipt.number}/attachments/${file.id}`;
    const get = () => download(city, path, { 'access-code': receipt.accessCode });
    expect((await get()).response.status).toBe(409);
    expect((await attachmentsOf(city, receipt)).map(({ standing }) => standing)).toEqual(['being-cleaned']);
    await city.noFaults();
    await city.advance('PT5M');
    const { response, bytes } = await get();
    expect([response.status, bytes.toString('latin1').includes(author)]).toEqual([200, false]);
  });

  test('gets a file that turned out broken withheld, and is told so', async () => {
    const broken = tiny.jpg().subarray(0, -30);
    const { body: receipt } = await fileWith(city, [await upload(city, { name: 'a.jpg', bytes: broken })], report);
    const [{ id = '', standing, reason } = {}] = await attachmentsOf(city, receipt);
    expect([standing, reason]).toEqual(['withheld', 'it is a JPEG that breaks off']);
    const { response, bytes } = await download(city, caseFile(receipt.number, id), await bearer(city, 'operator-1'));
    expect(response.status).toBe(409);
    expect(JSON.parse(bytes.toString())).toMatchObject({ code: 'attachment-withheld' });
  });
});

describe('an ordinary complaint that a person turns into a report', () => {
  test('withholds its files at once, and gives them clean', async () => {
    const files = [photo, { name: '홍길동.hwp', bytes: tiny.hwp() }];
    const ids = await Promise.all(files.map((file) => upload(city, file)));
    const { body: receipt } = await fileWith(city, ids, unsureFiling);
    const get = async ({ id = '' } = {}) =>
      download(city, caseFile(receipt.number, id), await bearer(city, 'operator-1'));
    expect((await get(ids[0])).bytes.toString('latin1')).toContain(author);
    await city.fault(busy('Relay'));
    const { etag } = await city.case('operator-1', receipt.number);
    const public_ = { kind: 'public-interest', topic: 'waste' };
    expect((await city.classify('operator-1', receipt.number, etag, public_)).status).toBe(202);
    // Said, and not yet heard.
    const said = (await city.case('operator-1', receipt.number)).body.attachments ?? [];
    expect(said.map(({ name, standing }) => [name, standing])).toEqual([
      ['attachment-1.jpg', 'being-cleaned'],
      ['attachment-2.hwp', 'being-cleaned'],
    ]);
    expect((await get(ids[0])).response.status).toBe(409);
    await city.noFaults();
    await city.advance('PT1M');
    const handler = await city.personNamed(receipt.number);
    const after = (await city.case(handler, receipt.number)).body.attachments ?? [];
    expect(after.map(({ standing }) => standing)).toEqual(['cleaned', 'withheld']);
    const { bytes } = await download(city, caseFile(receipt.number, ids[0]?.id), await bearer(city, handler));
    expect(bytes.toString('latin1')).not.toContain(author);
    expect(JSON.stringify(await city.history(receipt.number))).not.toContain('홍길동');
  });
});

describe('what is said later', () => {
  test('brings files, too: a supplement, and an answer, which the petitioner gets once it is given', async () => {
    const { receipt, person } = await city.assigned(sevenDays);
    const { number, accessCode } = receipt;
    await city.sayAs(person, number, 'supplement-request', { text: '사진?' });
    const asked = await askAsPetitioner(city, receipt, { name: 'a.png', sizeBytes: tiny.png().length });
    expect((await bring(asked.body, tiny.png())).status).toBe(200);
    const give = (attachments: object[]) =>
      city.ask('POST', `/v1/complaints/${number}/supplement`, { accessCode, body: { text: '여기', attachments } });
    expect(await give([await upload(city, photo)])).toMatchObject({ body: { code: 'attachment-unknown' } });
    expect((await give([{ id: asked.body.id }])).status).toBe(202);
    await city.rest();
    expect((await city.case(person, number)).body.attachments).toMatchObject([{ name: 'a.png', signal: 2 }]);

    const result = await upload(city, { name: '결과.pdf', bytes: tiny.pdf() }, person);
    const { etag: ifMatch } = await city.case(person, number);
    const body = { text: '조치하였습니다.', attachments: [result] };
    const token = await city.token(person);
    expect((await city.ask('POST', `/v1/complaints/${number}/answer`, { token, ifMatch, body })).status).toBe(202);
    await city.rest();
    expect((await attachmentsOf(city, receipt)).map(({ name, by }) => [name, by])).toEqual([
      ['a.png', 'petitioner'],
      ['결과.pdf', 'city'],
    ]);
    const path = `/v1/complaints/${number}/attachments/${result.id}`;
    expect((await download(city, path, { 'access-code': accessCode })).bytes).toEqual(tiny.pdf());
  });

  test('an institution gets them as long as it is asked', async () => {
    const { body: receipt } = await fileWith(city, [await upload(city, photo)], { ...simpleFiling, ...sevenDays });
    const person = await city.personNamed(receipt.number);
    await transferOutside(city, person, receipt.number, { institution: 'han-river-bureau', reason: '소관' });
    const code = await mailedCode(city, receipt.number);
    const shown = await knock(city, 'GET', receipt.number, code);
    expect(shown.body).toMatchObject({ attachments: [{ name: photo.name }] });
    const [{ id = '' } = {}] = await attachmentsOf(city, receipt);
    const path = `/v1/transfers/${receipt.number}/attachments/${id}`;
    expect((await download(city, path, { 'transfer-code': code })).bytes).toEqual(photo.bytes);
    await knock(city, 'POST', `${receipt.number}/refusal`, code, { reason: '소관 아님' });
    await city.rest();
    expect((await download(city, path, { 'transfer-code': code })).response.status).toBe(404);
  });
});
