import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import type { Receipt } from '#schemas/api/citizen.ts';
import { openCity } from '#scripts/open-city.ts';
import * as tiny from '#test/functions/files/tiny-files.ts';
import { askAs, attachmentsOf, bearer, bring, caseFile, download, fileWith, photo, upload } from './attached.ts';
import { City, simpleFiling } from './city.ts';

const home = mkdtempSync(join(tmpdir(), 'daedap-attachments-'));
let cloud: Cloud;
let city: City;
beforeAll(async () => {
  cloud = await openCity({ home, standAt: Date.parse('2026-11-23T00:00:00.000Z') });
  city = new City(cloud.url);
});
afterAll(async () => {
  await cloud.close();
  rmSync(home, { recursive: true, force: true });
});

describe('a complaint with a photo, a film, a recording, a PDF and a document', () => {
  const files = [
    photo,
    { name: 'clip', bytes: tiny.mp4() },
    { name: 'voice.m4a', bytes: tiny.m4a() },
    { name: 'a.pdf', bytes: tiny.pdf() },
    { name: '../../공문.hwpx', bytes: tiny.hwpx() },
  ];
  let receipt: Receipt;
  let person: string;
  beforeAll(async () => {
    const ids = await Promise.all(files.map((file) => upload(city, file)));
    const filed = await fileWith(city, ids);
    expect(filed.status).toBe(201);
    receipt = filed.body;
    person = await city.personNamed(receipt.number);
  });

  test('shows them to petitioner and official, by what they are', async () => {
    const shown = await attachmentsOf(city, receipt);
    expect(shown.map(({ name, type, kind, standing }) => [name, type, kind, standing])).toEqual([
      ['홍길동 집 앞.jpg', 'jpg', 'photo', 'as-it-came'],
      ['clip.mp4', 'mp4', 'video', 'as-it-came'],
      ['voice.m4a', 'm4a', 'voice', 'as-it-came'],
      ['a.pdf', 'pdf', 'document', 'as-it-came'],
      ['공문.hwpx', 'hwpx', 'document', 'as-it-came'],
    ]);
    expect((await city.case(person, receipt.number)).body.attachments).toEqual(shown);
    const { attachments, entries } = await city.history(receipt.number);
    expect(attachments?.map(({ name }) => name)).toContain('attachment-1.jpg');
    expect(entries[0]?.facts).toMatchObject({ attachments: 5 });
  });

  test('gives each as a download that no browser opens, and records who looked', async () => {
    for (const [index, { id }] of (await attachmentsOf(city, receipt)).entries()) {
      const path = `/v1/complaints/${receipt.number}/attachments/${id}`;
      const own = await download(city, path, { 'access-code': receipt.accessCode });
      const theirs = await download(city, caseFile(receipt.number, id), await bearer(city, person));
      for (const { response, bytes } of [own, theirs]) {
        expect(response.status).toBe(200);
        expect(bytes).toEqual(files[index]?.bytes);
        expect(Object.fromEntries(response.headers)).toMatchObject({
          'x-content-type-options': 'nosniff',
          'content-disposition': expect.stringMatching(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/),
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'no-store',
        });
      }
    }
    const looks = (await city.history(receipt.number)).entries.filter(({ action }) => action === 'attachment-read');
    expect(looks.map(({ actor }) => actor)).toEqual(Array(5).fill({ kind: 'person', id: person }));
  });

  test('gives none to whoever may not see the case, nor what is another’s', async () => {
    const [{ id = '' } = {}] = await attachmentsOf(city, receipt);
    const statusFor = async (as: string, path = caseFile(receipt.number, id)) =>
      (await download(city, path, await bearer(city, as))).response.status;
    const stranger = person.startsWith('official-water') ? 'official-parks-1' : 'official-water-1';
    expect(await statusFor(stranger)).toBe(404);
    expect(await statusFor(person.replace(/\d+$/, (last) => (last === '1' ? '2' : '1')))).toBe(403);
    expect(await statusFor('police-1')).toBe(404);
    expect(await statusFor('app-web')).toBe(403);
    expect(await statusFor('auditor-1')).toBe(200);
    const other = (await fileWith(city, [])).body;
    const wrong = await download(city, `/v1/complaints/${other.number}/attachments/${id}`, {
      'access-code': other.accessCode,
    });
    expect(wrong.response.status).toBe(404);
    const guessed = await download(city, `/v1/complaints/${receipt.number}/attachments/${id}`, {
      'access-code': '0000000000',
    });
    expect(guessed.response.status).toBe(404);
  });

  test('gives a large one by an address that holds for a minute, without the name it was given, and as no page', async () => {
    const bytes = Buffer.concat([tiny.mp4(), Buffer.alloc(5_000_000)]);
    bytes.writeUInt32BE(5_000_000, tiny.mp4().length);
    bytes.write('free', tiny.mp4().length + 4);
    const filed = await fileWith(city, [await upload(city, { name: '영상.mp4', bytes })]);
    const { number, accessCode } = filed.body;
    const [{ id = '' } = {}] = await attachmentsOf(city, filed.body);
    const path = `/v1/complaints/${number}/attachments/${id}`;
    const { response } = await download(city, path, { 'access-code': accessCode });
    expect(response.status).toBe(303);
    const location = response.headers.get('location') ?? '';
    const got = await fetch(location);
    expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
    expect(got.headers.get('content-type')).toBe('application/octet-stream');
    expect(got.headers.get('content-disposition')).toBe(
      `attachment; filename="attachment-1.mp4"; filename*=UTF-8''attachment-1.mp4`,
    );
    expect(decodeURIComponent(location)).not.toContain('영상');
    const linked = await city.ask<{ url: string; until: string }>('GET', `${path}?link=true`, { accessCode });
    expect((await fetch(linked.body.url, { headers: { range: 'bytes=4-7' } })).status).toBe(206);
    await city.advance('PT61S');
    expect((await fetch(location)).status).toBe(403);
  });
});

describe('an upload', () => {
  test('takes exactly what was announced, once, and not for long', async () => {
    const { bytes } = photo;
    const ask = async (more: object = {}) =>
      (await askAs(city, 'app-web', { name: 'a', sizeBytes: bytes.length, ...more })).body;
    expect((await bring(await ask(), Buffer.concat([bytes, bytes]))).status).toBe(403);
    expect((await bring(await ask({ sha256: '0'.repeat(64) }), bytes)).status).toBe(400);
    const { headers: _none, ...bare } = await ask();
    expect((await bring({ ...bare, headers: {} }, bytes)).status).toBe(403);
    const address = await ask();
    expect((await bring(address, bytes)).status).toBe(200);
    expect((await bring(address, bytes)).status).toBe(412);
    const late = await ask();
    await city.advance('PT15M1S');
    expect((await bring(late, bytes)).status).toBe(403);
    expect(await askAs(city, 'app-web', { name: 'a', sizeBytes: 314_572_801 })).toMatchObject({
      status: 422,
      body: { code: 'attachment-too-large' },
    });
    expect((await askAs(city, 'auditor-1', { name: 'a', sizeBytes: 1 })).status).toBe(403);
  });

  test('that is never filed is forgotten, one that is filed is not', async () => {
    const [kept, lost] = [await upload(city, photo), await upload(city, photo)];
    const { body: receipt } = await fileWith(city, [kept]);
    await city.advance('P8D');
    const refused = await fileWith(city, [lost]);
    expect(refused).toMatchObject({ status: 422, body: { code: 'attachment-unknown' } });
    const path = `/v1/complaints/${receipt.number}/attachments/${kept.id}`;
    expect((await download(city, path, { 'access-code': receipt.accessCode })).response.status).toBe(200);
    const { Contents } = await cloud.gateway.call({
      service: 's3',
      operation: 'ListObjectsV2',
      input: { Bucket: 'daedap-filebucket' },
      principal: { kind: 'outside' },
    });
    const keys = JSON.stringify(Contents);
    expect(keys).toContain(kept.id);
    expect(keys).not.toContain(lost.id);
  });
});

describe('a wrong attachment', () => {
  const unfit = async (attachments: readonly object[], filing?: object) => {
    const key = randomUUID();
    const before = (await city.list('operator-1')).length;
    const refused = await fileWith(city, attachments, filing, key);
    expect(refused.body).not.toHaveProperty('number');
    expect((await city.list('operator-1')).length).toBe(before);
    // The key is still unused: the same filing with the right one is taken.
    const filed = await fileWith(city, [await upload(city, photo)], filing, key);
    expect(filed.status).toBe(201);
    return refused;
  };

  test('by content is told by its place and leaves no case, whatever its name says', async () => {
    const good = await upload(city, photo);
    const page = await upload(city, {
      name: 'photo.jpg',
      bytes: Buffer.from('<html><script>alert(1)</script></html>'),
    });
    const { status, body } = await unfit([good, page]);
    expect([status, body.code]).toEqual([422, 'attachment-type']);
    expect(body.detail).toContain(`attachments/1 (${page.id}) is nothing that is known`);
    expect(body.detail).toContain('jpg, png');
    expect((await fileWith(city, [good])).status).toBe(201);
  });

  test('that was not uploaded, is somebody else’s, unknown, used, or one too many', async () => {
    const asked = await askAs(city, 'app-web', { name: 'a.jpg', sizeBytes: 10 });
    expect(await unfit([{ id: asked.body.id }])).toMatchObject({ status: 422, body: { code: 'attachment-missing' } });
    const theirs = await upload(city, photo, 'app-chat');
    expect(await unfit([theirs])).toMatchObject({ status: 422, body: { code: 'attachment-unknown' } });
    const nothing = { id: 'A'.repeat(22) };
    expect(await unfit([nothing])).toMatchObject({ status: 422, body: { code: 'attachment-unknown' } });
    const used = await upload(city, photo);
    expect((await fileWith(city, [used])).status).toBe(201);
    expect(await unfit([used])).toMatchObject({ status: 422, body: { code: 'attachment-used' } });
    const once = await upload(city, photo);
    expect(await unfit([once, once])).toMatchObject({ status: 422, body: { code: 'attachment-used' } });
    const many = Array.from({ length: 11 }, (_, index) => ({ id: String(index).padStart(22, 'A') }));
    expect(await unfit(many)).toMatchObject({ status: 422, body: { code: 'attachments-too-many' } });
    expect(await unfit([{ id: 'no id' }])).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
  });

  test('repeated under its key is the same filing; of two at once one gets it', async () => {
    const [file, key] = [await upload(city, photo), randomUUID()];
    const first = await fileWith(city, [file], simpleFiling, key);
    expect(await fileWith(city, [file], simpleFiling, key)).toEqual(first);
    const body = { ...simpleFiling, attachments: [await upload(city, photo)] };
    const token = await city.token('app-web');
    const atOnce = (keys: readonly string[]) =>
      Promise.all(keys.map((one) => city.ask<Receipt>('POST', '/v1/complaints', { token, key: one, body })));
    const both = await atOnce([randomUUID(), randomUUID()]);
    await city.rest();
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
  });
});
