import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import type { Receipt } from '#schemas/api/citizen.ts';
import { openCity } from '#scripts/open-city.ts';
import { ownServer } from '#test/functions/outbound/own-server.ts';
import { type AppServer, appServer } from './app-server.ts';
import { workAtDesks } from './at-desks.ts';
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
import { City, sevenDays, simpleFiling, unsureFiling } from './city.ts';
import { EmergencyCity, warning } from './emergency-city.ts';
import { explained } from './explained-rights.ts';
import { takeOut } from './files.ts';
import { importTwice } from './importing.ts';
import { knock, mailedCode, sayFor, transferOutside } from './outside.ts';

const home = mkdtempSync(join(tmpdir(), 'daedap-rights-'));
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

describe('the roles of the city', () => {
  test('are granted nothing that a life with every mishap does not use, but what is explained', async () => {
    const answered = (await city.file()).body;
    const mailed = (
      await city.file({
        petitioner: { email: 'hong@example.com', notifyBy: ['email'] },
        title: '가로등 고장',
        text: '가로등이 고장났습니다',
      })
    ).body;
    const silent = (await city.file()).body;
    const asked = (await city.file(unsureFiling)).body;
    // A reporter who asked for protection, one whose words ask for it, and one whom the central desk will protect.
    await city.file({ ...unsureFiling, identity: 'protected' });
    await city.file({ kind: 'corruption', title: '비리 신고', text: '공무원이 금품을 받았습니다.' });
    const turned = (await city.file(unsureFiling)).body;
    await city.rest();

    // A provider and the state machine are busy once: both retry queues are used.
    await city.fault({ service: 'sns', operation: 'Publish', kind: 'throttle', count: 1 });
    await city.fault({ service: 'states', operation: 'SendTaskSuccess', kind: 'error', count: 3 });
    const person = await city.personNamed(answered.number);
    expect((await city.list(person)).map(({ number }) => number)).toContain(answered.number);
    await city.answer(person, answered.number, (await city.case(person, answered.number)).etag);
    await city.advance('PT10M');
    await city.noFaults();
    expect((await city.rate(answered, 4)).status).toBe(202);
    // An operator proposes it as a special result of its department.
    const { department } = (await city.history(answered.number)).complaint.assignment ?? {};
    const special = await city.ask('POST', '/v1/special-results', {
      token: await city.token('operator-1'),
      key: crypto.randomUUID(),
      body: { department, number: answered.number, reason: '현장 지도를 새로 만들어 공개함' },
    });
    expect(special.status).toBe(201);
    const { etag } = await city.case('operator-1', asked.number);
    const classified = await city.ask('POST', `/v1/complaints/${asked.number}/classification`, {
      token: await city.token('operator-1'),
      ifMatch: etag,
      body: { kind: 'inquiry', topic: 'culture' },
    });
    expect(classified.status).toBe(202);
    const { etag: version } = await city.case('operator-1', turned.number);
    await city.classify('operator-1', turned.number, version, { kind: 'public-interest', topic: 'waste' });

    await city.rest();
    // A number that takes no SMS, and an operator who has the notice sent anew.
    const gone = { service: 'sns', operation: 'Publish', kind: 'throttle', error: 'InvalidParameter', count: 1 };
    await city.fault({ ...gone, input: '+821012345678' });
    const unreached = (await city.file()).body;
    await city.rest();
    const operator = { token: await city.token('operator-1') };
    const undelivered = await city.ask<{ items: { number: string; order: number }[] }>(
      'GET',
      '/v1/operator/undelivered',
      operator,
    );
    await workAtDesks(city, unreached.number);
    const { order } = undelivered.body.items.find(({ number }) => number === unreached.number) ?? {};
    await city.ask('POST', `/v1/operator/undelivered/${unreached.number}/${order}/resend`, operator);
    await city.rest();

    // A step that no retry helps, and an operator who resumes it.
    await city.fault({
      service: 'lambda',
      operation: 'Invoke',
      kind: 'function-error',
      resource: 'Classify',
      error: 'TypeError',
    });
    const stuck = (await city.file()).body;
    await city.advance('PT5M');
    await city.noFaults();
    expect((await city.queue()).map(({ number }) => number)).toContain(stuck.number);
    await city.resume(stuck.number);

    // A day off is decreed while a case is open, and its petitioner gives what the official asked for.
    const open = await city.assigned(sevenDays);
    await city.decree('PUT', '2026-11-27');
    await city.sayAs(open.person, open.receipt.number, 'supplement-request', { text: '주소?' });
    await city.supplement(open.receipt);

    // Two departments refuse a case; the adjudicating desk decides, and an operator looks at the rule.
    const disputed = await city.assigned(sevenDays);
    for (const department of ['parks', 'water']) {
      const { number } = disputed.receipt;
      await city.sayAs(await city.personNamed(number), number, 'transfer', { department, reason: '소관' });
      await city.sayAs(await city.personNamed(number), number, 'refusal', { reason: '소관 아님' });
    }
    await city.sayAs('operator-1', disputed.receipt.number, 'transfer', { department: 'tax', reason: '조정' });
    const rules = await city.ask<{ items: unknown[] }>('GET', '/v1/routing-rules', {
      token: await city.token('operator-1'),
    });
    expect(rules.body.items).toHaveLength(1);
    // A channel app hears back: by an address that takes a notice, then by a queue whose notice it confirms itself.
    const app: AppServer = await appServer(() => (app.heard.length === 2 ? 503 : 204));
    const asApp = { token: await city.token('app-chat') };
    const subscribe = (body: unknown) => city.ask('PUT', '/v1/channel-apps/me/subscription', { ...asApp, body });
    const fileByApp = async () => {
      const body = { ...simpleFiling, petitioner: { notifyBy: ['channel'] } };
      const filed = await city.ask<Receipt>('POST', '/v1/complaints', { ...asApp, key: crypto.randomUUID(), body });
      await city.rest();
      return filed.body.number;
    };
    expect((await subscribe({ kind: 'https', url: app.url })).status).toBe(200);
    await fileByApp();
    await city.advance('PT1M');
    const queueArn = 'arn:aws:sqs:ap-northeast-2:000000000000:channel-app-chat.fifo';
    asApp.token = await city.token('app-chat');
    expect((await subscribe({ kind: 'sqs', queueArn })).status).toBe(200);
    const brought = `/v1/channel-apps/me/deliveries/${await fileByApp()}/20`;
    expect((await city.ask('POST', brought, asApp)).status).toBe(200);
    expect((await city.ask('DELETE', '/v1/channel-apps/me/subscription', asApp)).status).toBe(200);
    await app.close();

    // An official goes on leave.
    await city.ask('PUT', `/v1/people/${open.person}/absence`, {
      token: await city.token('operator-1'),
      body: { deputy: 'lead-central-desk', untilAt: '2026-12-01T00:00:00.000Z' },
    });
    // An institution outside accepts one of two cases and keeps silent about the other; one asked by mail refuses.
    // And a machine is busy once before it refuses.
    const machine = await ownServer(() =>
      machine.requests.length === 1 ? [500, ''] : [400, '[{"description":"no"}]'],
    );
    const contact = { kind: 'open311', url: machine.url, serviceCode: 'S' };
    await city.ask('PUT', '/v1/institutions/parks-agency', {
      token: await city.token('operator-1'),
      body: { name: '공단', nameEn: 'Agency', fields: [], address: '서울', contact },
    });
    const outside = await Promise.all([1, 2, 3, 4].map(() => city.file(sevenDays)));
    await city.rest();
    const [accepted = '', unheeded = '', refused = '', byMachine = ''] = outside.map(({ body }) => body.number);
    const transfer = async (number: string, institution: string) =>
      transferOutside(city, await city.personNamed(number), number, { institution, reason: '소관' });
    await transfer(accepted, 'seoul-police');
    await transfer(unheeded, 'seoul-police');
    await transfer(refused, 'han-river-bureau');
    await transfer(byMachine, 'parks-agency');
    await city.advance('PT1M');
    await machine.close();
    await city.ask('GET', '/v1/institutions/me/complaints', { token: await city.token('police-1') });
    await sayFor(city, 'police-1', accepted, 'acceptance', { body: { reference: '1' } });
    await knock(city, 'POST', `${refused}/refusal`, await mailedCode(city, refused), { reason: '소관 아님' });

    // A photo comes with a filing, another by the petitioner; a reporter’s is cleaned, and all are downloaded.
    const withPhoto = await fileWith(city, [await upload(city, photo)]);
    const petitioners = await askAsPetitioner(city, withPhoto.body, { name: 'a', sizeBytes: photo.bytes.length });
    await bring(petitioners.body, photo.bytes);
    const reported = await fileWith(city, [await upload(city, photo)], { ...unsureFiling, identity: 'protected' });
    for (const filed of [withPhoto.body, reported.body]) {
      const [{ id = '' } = {}] = await attachmentsOf(city, filed);
      const path = `/v1/complaints/${filed.number}/attachments/${id}`;
      expect((await download(city, path, { 'access-code': filed.accessCode })).response.status).toBe(200);
      await download(city, path, { 'access-code': '0000000000' });
    }
    const named = await city.personNamed(withPhoto.body.number);
    const result = await upload(city, photo, named);
    const { etag: readAt } = await city.case(named, withPhoto.body.number);
    await city.ask('POST', `/v1/complaints/${withPhoto.body.number}/answer`, {
      token: await city.token(named),
      ifMatch: readAt,
      body: { text: '조치하였습니다.', attachments: [result] },
    });
    await city.rest();
    const looked = await download(city, caseFile(withPhoto.body.number, result.id), await bearer(city, named));
    expect(looked.response.status).toBe(200);

    // Citizens register and leave; two persons tell them of a flood, and then that it is over.
    const emergency = new EmergencyCity(city);
    await emergency.register({ phone: '010-8888-0001', districts: ['gangnam'] });
    await emergency.register({ email: 'resident@example.com', districts: ['gangnam'] });
    const leaving = await emergency.register({ phone: '010-8888-0002', districts: ['gangnam'] });
    await emergency.leave({ ...leaving, secret: 'AAAAAAAAAA' });
    await emergency.leave(leaving);
    const flooded = await emergency.draft();
    await emergency.approve(flooded);
    expect((await emergency.sendOut(flooded)).report.sent).toBe(2);
    await emergency.deliveries(flooded);
    await takeOut(city, 'operator-1', { list: 'deliveries', message: flooded });
    const over = await emergency.say('lead-safety', 'POST', `/v1/emergency-messages/${flooded}/correction`, {
      kind: 'all-clear',
      texts: warning.texts,
    });
    await city.rest();
    await emergency.approve(over.body.id);
    await emergency.sendOut(over.body.id);

    await importTwice(city);

    // Silence for a month: every rung, the nightly sweep, the end of the rating window.
    await city.advance('P31D');
    expect((await city.track(answered)).body.status).toBe('closed');
    expect((await city.outbox(mailed.number)).some(({ protocol }) => protocol === 'email')).toBe(true);
    expect((await city.track(silent)).body.status).toBe('assigned');
    await city.answerAs(await city.personNamed(silent.number), silent.number);
    await city.rest();
    await city.ask('GET', '/v1/kinds');

    // An official looks at the numbers of their department.
    const counted = await city.ask('GET', '/v1/officials/me/statistics', { token: await city.token(person) });
    expect(counted.status).toBe(200);

    // Somebody changes from one group to another.
    const token = await city.token('operator-1');
    for (const groups of [['official', 'auditor'], ['official']]) {
      await city.ask('PUT', '/v1/people/newcomer', { token, body: { name: '새내기', groups } });
    }

    const unused = cloud.roles
      .unused()
      .map(({ role, action, resources }) => `${role} ${action} ${resources.join(' ')}`)
      .filter((granted) => !explained.some(({ grant }) => grant.test(granted)));
    process.stdout.write(`granted − used:\n${unused.map((line) => `  ${line}\n`).join('') || '  nothing\n'}`);
    expect(unused).toEqual([]);
  });
});
