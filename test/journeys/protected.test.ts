import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import type { Receipt } from '#schemas/api/citizen.ts';
import { openCity } from '#scripts/open-city.ts';
import departments from '../../city/departments.json' with { type: 'json' };
import people from '../../city/people.json' with { type: 'json' };
import { AwsSide, busy, named } from './aws-side.ts';
import { City, unsureFiling as unsure } from './city.ts';

const home = mkdtempSync(join(tmpdir(), 'daedap-protected-'));
let cloud: Cloud;
let city: City;
let aws: AwsSide;
let dynamo: DynamoDBClient;
beforeAll(async () => {
  cloud = await openCity({ home, standAt: Date.parse('2026-11-23T00:00:00.000Z') });
  city = new City(cloud.url);
  aws = await AwsSide.of(city);
  dynamo = new DynamoDBClient((await city.ask<object>('GET', '/_local/endpoint')).body);
});
afterEach(() => city.noFaults());
afterAll(async () => {
  aws.close();
  dynamo.destroy();
  await cloud.close();
  rmSync(home, { recursive: true, force: true });
});

/** A reporter, and every way their identity could be written down. */
const reporter = { name: '마당쇠', phone: '010-9876-5432', email: 'madang@example.com', notifyBy: ['sms'] };
const identity = /마당쇠|98765432|9876-5432|madang/;
const phone = '+821098765432';
const unsureFiling = { ...unsure, petitioner: reporter };

/** All items of one of the stack's tables that belong to a complaint, as one text. */
async function kept(table: 'ComplaintTable' | 'IdentityTable', { number }: Receipt): Promise<string> {
  const items: object[] = [];
  for await (const page of paginateScan({ client: dynamo }, { TableName: named(table), ConsistentRead: true })) {
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
  }
  return JSON.stringify(items.filter((item) => JSON.stringify(item).includes(number)));
}

/** All that the functions have logged. */
const logged = (): string =>
  readdirSync(join(home, 'logs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

const nameOf = (id: string): string => people.find((person) => person.id === id)?.name ?? '';
const told = async ({ number }: Receipt) => (await city.outbox(number)).filter(({ to }) => to === phone);
const file = async (filing: Record<string, unknown>): Promise<Receipt> => {
  const { status, body } = await city.file({ petitioner: reporter, ...filing });
  expect(status).toBe(201);
  await city.rest();
  return body;
};

const accused = 'official-audit-office-1';
const corruption = {
  kind: 'corruption',
  title: '금품 수수 비리 신고',
  text: `감사위원회 ${nameOf(accused)} 주무관이 업체에서 뇌물을 받았습니다. 비리를 신고합니다.`,
};

describe('a report of corruption by a protected reporter, which names an official', () => {
  let receipt: Receipt;
  let handler: string;
  beforeAll(async () => {
    receipt = await file({ ...corruption, identity: 'protected' });
    handler = await city.personNamed(receipt.number);
  });

  test('goes neither to whom it names nor to their department', async () => {
    expect(handler).not.toBe('');
    const { assignment } = (await city.history(receipt.number)).complaint;
    expect(assignment?.department).toBe('central-desk');
    expect(people.find(({ id }) => id === handler)).toMatchObject({ department: 'central-desk' });
  });

  test('does not exist for them, their colleagues and their lead; they cannot say anything to it', async () => {
    for (const id of [accused, 'official-audit-office-2', 'lead-audit-office']) {
      expect(await city.case(id, receipt.number), id).toMatchObject({ status: 404 });
      expect((await city.list(id)).map(({ number }) => number)).not.toContain(receipt.number);
      expect(await city.answer(id, receipt.number, '"5"')).toMatchObject({ status: 404 });
    }
  });

  test('shows its handler the words, and nothing of who wrote them', async () => {
    const { status, body } = await city.case(handler, receipt.number);
    expect(status).toBe(200);
    expect(body).toMatchObject({ title: corruption.title, petitioner: {} });
    expect(JSON.stringify(body)).not.toMatch(identity);
    expect(body).not.toHaveProperty('named');
    const line = (await city.list(handler)).find(({ number }) => number === receipt.number);
    expect(line).toMatchObject({ kind: 'corruption' });
    expect(line).not.toHaveProperty('barred');
  });

  test('keeps their identity in its own table and nowhere else', async () => {
    expect(await kept('IdentityTable', receipt)).toMatch(identity);
    const rest = await kept('ComplaintTable', receipt);
    expect(rest).toContain(corruption.title);
    expect(rest).not.toMatch(identity);
  });

  test('leaves no trace of it in history, executions, pages and logs', async () => {
    const history = await city.history(receipt.number);
    expect(history.complaint.named).toEqual({ people: [accused], departments: ['audit-office'] });
    expect(JSON.stringify(history)).not.toMatch(identity);
    const events = await aws.events(`${receipt.number}-1`);
    expect(events.length).toBeGreaterThan(10);
    expect(JSON.stringify(events)).not.toMatch(identity);
    const page = await (await fetch(`${city.url}/_local/page`)).text();
    const [, execution] = /href="(\/_local\/page\/execution[^"]+)"/.exec(page) ?? [];
    const story = await (await fetch(`${city.url}${execution?.replaceAll('&amp;', '&')}`)).text();
    expect(story).toContain('Its history');
    expect(story).not.toMatch(identity);
    expect(logged()).toContain(receipt.number);
    expect(logged()).not.toMatch(identity);
  });

  test('is told to the reporter’s phone, step by step, without what it is about', async () => {
    const { etag } = await city.case(handler, receipt.number);
    expect((await city.answer(handler, receipt.number, etag)).status).toBe(202);
    await city.rest();
    const texts = (await told(receipt)).map(({ text }) => text);
    expect(texts).toHaveLength(3);
    for (const text of texts) {
      expect(text).not.toMatch(/부패|비리|금품|공익|감사|신고|뇌물|corruption/);
      for (const { name } of departments) expect(text).not.toContain(name);
      expect(text).not.toMatch(identity);
    }
  });

  test('can be rated by who wrote it, as any petitioner can', async () => {
    expect((await city.rate(receipt, 5)).status).toBe(202);
  });
});

describe('an ordinary complaint that a person turns into a report', () => {
  test('hides its petitioner at once, and moves them; they are told as before', async () => {
    const receipt = await file(unsureFiling);
    const before = await city.case('operator-1', receipt.number);
    expect(before.body.petitioner).toEqual({ name: reporter.name, phone, email: reporter.email });
    expect(await kept('ComplaintTable', receipt)).toMatch(identity);
    expect(await kept('IdentityTable', receipt)).toBe('[]');

    // Said, and not yet heard.
    await city.fault(busy('Relay'));
    const classification = { kind: 'public-interest', topic: 'waste' };
    expect((await city.classify('operator-1', receipt.number, before.etag, classification)).status).toBe(202);
    const said = (await city.case('operator-1', receipt.number)).body;
    expect(said.signals.map(({ status }) => status)).toEqual(['said']);
    expect(JSON.stringify(said)).not.toMatch(identity);

    await city.noFaults();
    await city.advance('PT1M');
    const handler = await city.personNamed(receipt.number);
    const after = (await city.case(handler, receipt.number)).body;
    expect(after).toMatchObject({ classification: { kind: 'public-interest' }, petitioner: {} });
    expect(JSON.stringify([after, await city.list(handler), await city.history(receipt.number)])).not.toMatch(identity);
    expect(await kept('ComplaintTable', receipt)).not.toMatch(identity);
    expect(await kept('IdentityTable', receipt)).toMatch(identity);
    expect(JSON.stringify(await aws.events(`${receipt.number}-1`))).not.toMatch(identity);
    expect((await told(receipt)).map(({ text }) => text.includes('담당 응답소,'))).toEqual([false, true]);
    const { entries } = await city.history(receipt.number);
    expect(entries.filter(({ facts }) => facts.identity === 'protected')).toHaveLength(1);
  });

  test('by the official who has it leaves it with them without the name, or takes it from them if it names them', async () => {
    const ordinary = {
      kind: 'complaint',
      title: '수도 누수',
      text: '수도관 누수로 물이 샙니다. 수돗물 누수 신고합니다.',
    };
    const receipt = await file(ordinary);
    const handler = await city.personNamed(receipt.number);
    expect(JSON.stringify((await city.case(handler, receipt.number)).body)).toMatch(identity);
    const converted = await city.sayAs(handler, receipt.number, 'classification', {
      kind: 'public-interest',
      topic: 'water',
    });
    expect(converted.status).toBe(202);
    const after = (await city.case(handler, receipt.number)).body;
    expect(after).toMatchObject({ classification: { corrects: { kind: 'complaint' } }, petitioner: {} });
    expect(JSON.stringify([after, await city.list(handler)])).not.toMatch(identity);
    expect(await kept('ComplaintTable', receipt)).not.toMatch(identity);

    const colleague = handler === 'official-water-1' ? 'official-water-2' : 'official-water-1';
    const naming = await file({
      ...ordinary,
      text: `${ordinary.text} ${nameOf(colleague)} 주무관이 돈을 요구했습니다.`,
    });
    const first = await city.personNamed(naming.number);
    expect(first).toMatch(/^official-water-/);
    await city.sayAs(first, naming.number, 'classification', { kind: 'corruption', topic: 'water' });
    // Nobody of that department has it any more, nor can see it.
    expect((await city.history(naming.number)).complaint.assignment?.department).not.toBe('water');
    for (const id of [first, colleague, 'lead-water'])
      expect((await city.case(id, naming.number)).status, id).toBe(404);
  });

  test('by its own words is protected before anybody has it', async () => {
    const receipt = await file(corruption);
    expect(await kept('ComplaintTable', receipt)).not.toMatch(identity);
    expect(await kept('IdentityTable', receipt)).toMatch(identity);
    expect((await city.case(accused, receipt.number)).status).toBe(404);
    expect(await told(receipt)).toHaveLength(2);
  });

  test('answers a repeated filing as before, though nothing of its body can be guessed from what is kept', async () => {
    const request = { token: await city.token('app-web'), key: randomUUID(), body: { ...unsureFiling, ...corruption } };
    const first = await city.ask<Receipt>('POST', '/v1/complaints', request);
    await city.rest();
    expect(await city.ask('POST', '/v1/complaints', request)).toEqual(first);
    const other = { ...request, body: { ...request.body, petitioner: { ...reporter, name: '돌쇠' } } };
    expect(await city.ask('POST', '/v1/complaints', other)).toMatchObject({ body: { code: 'idempotency-key-reused' } });
  });
});

describe('a report that names an operator', () => {
  test('is no longer seen by them on the central desk, nor by the desk', async () => {
    const text = `${unsureFiling.text} ${nameOf('operator-1')} 주무관에 대한 것입니다.`;
    const receipt = await file({ ...unsureFiling, text, identity: 'protected' });
    for (const id of ['operator-1', 'operator-2', 'lead-central-desk']) {
      expect((await city.case(id, receipt.number)).status, id).toBe(404);
      expect((await city.list(id)).map(({ number }) => number)).not.toContain(receipt.number);
    }
    const handler = await city.personNamed(receipt.number);
    expect(people.find(({ id }) => id === handler)).toMatchObject({ department: 'audit-office' });
    const { etag } = await city.case(handler, receipt.number);
    expect((await city.classify(handler, receipt.number, etag)).status).toBe(202);
  });
});

describe('a report that names an auditor', () => {
  test('has no history for them, and one for their colleague', async () => {
    const text = `${nameOf('auditor-1')} 감사관이 뇌물을 받았습니다. 비리를 신고합니다.`;
    const { number } = await file({ ...corruption, text });
    const statuses = ['auditor-1', 'auditor-2'].map(async (id) => {
      const token = await city.token(id);
      return (await city.ask('GET', `/v1/complaints/${number}/history`, { token })).status;
    });
    expect(await Promise.all(statuses)).toEqual([404, 200]);
  });
});

describe('an anonymous filing', () => {
  test('is said before to give no petitioner’s rights, to anyone who asks', async () => {
    const { status, body } = await city.ask<{ items: { id: string; rights: string[] }[] }>('GET', '/v1/identities');
    expect(status).toBe(200);
    expect(body.items.map(({ id, rights }) => [id, rights.includes('withdrawal')])).toEqual([
      ['named', true],
      ['protected', true],
      ['anonymous', false],
    ]);
    expect(await (await fetch(`${city.url}/`)).text()).toContain('no petitioner’s rights');
    const { body: described } = await city.ask('GET', '/openapi.json');
    expect(JSON.stringify(described)).toContain('without a petitioner’s rights');
  });

  test('is followed and answered, and refuses everything else by its code', async () => {
    const filing = { kind: 'complaint', title: '가로등 고장', text: '가로등이 고장났습니다. 가로등을 고쳐 주세요.' };
    const receipt = await file({ ...filing, identity: 'anonymous' });
    const handler = await city.personNamed(receipt.number);
    const refusal = { status: 409, body: { code: 'anonymous-filing' } };
    expect(await city.withdraw(receipt)).toMatchObject(refusal);
    expect(await city.supplement(receipt)).toMatchObject(refusal);
    expect(await city.sayAs(handler, receipt.number, 'supplement-request', { text: '어디입니까?' })).toMatchObject(
      refusal,
    );
    expect(JSON.stringify((await city.case(handler, receipt.number)).body)).not.toMatch(identity);
    expect((await city.answerAs(handler, receipt.number)).status).toBe(202);
    await city.rest();
    expect(await city.rate(receipt, 1)).toMatchObject(refusal);
    expect((await city.track(receipt)).body).toMatchObject({ status: 'answered', answers: [{ isLate: false }] });
    expect(await kept('ComplaintTable', receipt)).not.toMatch(identity);
    const texts = (await told(receipt)).map(({ text }) => text);
    expect(texts).toHaveLength(3);
    expect(texts.at(-1)).toBe(`[대답] ${receipt.number} 답변이 등록되었습니다.`);
  });

  test('without any address is taken, and nobody is told', async () => {
    const receipt = await file({ ...unsureFiling, identity: 'anonymous', petitioner: undefined });
    expect((await city.track(receipt)).status).toBe(200);
    const { notices } = await city.history(receipt.number);
    expect(notices.filter(({ to }) => to.role === 'petitioner').map(({ status }) => status)).toEqual(['unreachable']);
  });
});
