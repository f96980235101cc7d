import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { History } from '#schemas/api/auditor.ts';
import type { Receipt, TrackedComplaint } from '#schemas/api/citizen.ts';
import type { ListedComplaint, OfficialCase } from '#schemas/api/official-case.ts';
import type { Need } from '#schemas/need.ts';
import { openCity as openOnThisMachine } from '#scripts/open-city.ts';
import { layDownHome } from '#test/prepared-home.ts';
import { type Answered, type Message, PublicDoor } from './public-door.ts';

export type { Answered, Message } from './public-door.ts';

/** A city in a test: its HTTP API and its control door, nothing else. */
export class City extends PublicDoor {
  /** Files a complaint through a channel app; what is not given is a simple one from Gangnam. */
  async file(filing: Record<string, unknown> = {}): Promise<Answered<Receipt>> {
    return this.ask('POST', '/v1/complaints', {
      token: await this.token('app-web'),
      key: randomUUID(),
      body: { ...simpleFiling, ...filing },
    });
  }

  track({ number, accessCode }: Receipt): Promise<Answered<TrackedComplaint>> {
    return this.ask('GET', `/v1/complaints/${number}`, { accessCode });
  }

  rate({ number, accessCode }: Receipt, score: unknown): Promise<Answered<{ signal: number; code: string }>> {
    return this.ask('POST', `/v1/complaints/${number}/rating`, { accessCode, body: { score } });
  }

  withdraw({ number, accessCode }: Receipt): Promise<Answered<{ signal: number; code: string }>> {
    return this.ask('POST', `/v1/complaints/${number}/withdrawal`, { accessCode, body: {} });
  }

  async case(as: string, number: string): Promise<Answered<OfficialCase>> {
    return this.ask('GET', `/v1/complaints/${number}/case`, { token: await this.token(as) });
  }

  async answer(
    as: string,
    number: string,
    ifMatch: string,
    text = '오늘 현장을 확인하고 조치하였습니다.',
  ): Promise<Answered<{ signal: number; version: number; code: string }>> {
    return this.ask('POST', `/v1/complaints/${number}/answer`, {
      token: await this.token(as),
      ifMatch,
      body: { text },
    });
  }

  /** Says something to a case as it stands now, by the person named. */
  async sayAs(
    person: string,
    number: string,
    what: 'extension' | 'supplement-request' | 'closure' | 'transfer' | 'refusal' | 'approval' | 'classification',
    body: Record<string, unknown>,
  ): Promise<Answered<{ signal: number; version: number; code: string; detail: string }>> {
    const { etag: ifMatch } = await this.case(person, number);
    const answered = await this.ask<{ signal: number; version: number; code: string; detail: string }>(
      'POST',
      `/v1/complaints/${number}/${what}`,
      { token: await this.token(person), ifMatch, body },
    );
    await this.rest();
    return answered;
  }

  /** The petitioner says something more to their complaint. */
  async sayAsPetitioner(
    { number, accessCode }: Receipt,
    what: 'correction' | 'question',
    body: Record<string, unknown>,
  ): Promise<Answered<{ signal: number; code: string; detail: string }>> {
    const path = `/v1/complaints/${number}/${what}`;
    const answered = await this.ask<{ signal: number; code: string; detail: string }>('POST', path, {
      accessCode,
      body,
    });
    await this.rest();
    return answered;
  }

  /** The petitioner gives what they were asked for. */
  async supplement(
    { number, accessCode }: Receipt,
    text = '주소는 강남대로 396입니다.',
  ): Promise<Answered<{ signal: number; code: string }>> {
    const path = `/v1/complaints/${number}/supplement`;
    const answered = await this.ask<{ signal: number; code: string }>('POST', path, { accessCode, body: { text } });
    await this.rest();
    return answered;
  }

  /** An operator makes a day a day off, or calls it off again. */
  async decree(method: 'PUT' | 'DELETE', on: string): Promise<Answered<{ knownAt: string; code: string }>> {
    const body = method === 'PUT' ? { name: '임시공휴일', source: '국무회의 의결' } : undefined;
    const token = await this.token('operator-1');
    const answered = await this.ask<{ knownAt: string; code: string }>(method, `/v1/calendar/${on}`, { token, body });
    await this.rest();
    return answered;
  }

  async classify(
    as: string,
    number: string,
    ifMatch: string,
    body: Record<string, unknown> = { kind: 'complaint', topic: 'illegal-parking', isSimple: true },
  ): Promise<Answered<{ signal: number; version: number; code: string }>> {
    return this.ask('POST', `/v1/complaints/${number}/classification`, { token: await this.token(as), ifMatch, body });
  }

  /** The whole list of an official's open complaints. */
  list(as: string): Promise<ListedComplaint[]> {
    return this.#all<ListedComplaint>('/v1/officials/me/complaints', as);
  }

  /** All that stands in the operator's queue. */
  queue(): Promise<Need[]> {
    return this.#all<Need>('/v1/operator/queue', 'operator-1');
  }

  async #all<T>(path: string, as: string): Promise<T[]> {
    const token = await this.token(as);
    const items: T[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await this.ask<{ items: T[]; cursor?: string }>('GET', `${path}?limit=100${next}`, { token });
      items.push(...body.items);
      cursor = body.cursor;
    }
    return items;
  }

  async history(number: string): Promise<History> {
    const token = await this.token('auditor-1');
    return (await this.ask<History>('GET', `/v1/complaints/${number}/history`, { token })).body;
  }

  async resume(number: string): Promise<Answered<{ execution: number; code: string }>> {
    return this.ask('POST', `/v1/operator/queue/${number}/resume`, { token: await this.token('operator-1') });
  }

  /** Files a complaint and lets it come to the person who is to answer it. */
  async assigned(filing: Record<string, unknown> = {}): Promise<{ receipt: Receipt; person: string }> {
    const { body: receipt } = await this.file(filing);
    await this.rest();
    return { receipt, person: await this.personNamed(receipt.number) };
  }

  /** Answers a case as it stands now, by the person named. */
  async answerAs(person: string, number: string): Promise<Answered<{ signal: number; code: string }>> {
    return this.answer(person, number, (await this.case(person, number)).etag);
  }

  /** What was said to a complaint and what became of it: `answer applied`. */
  async said(number: string): Promise<string[]> {
    return (await this.history(number)).signals.map(({ kind, status }) => `${kind} ${status}`);
  }

  /** How often the petitioner was told of an answer. */
  async results(number: string): Promise<number> {
    return (await this.outbox(number)).filter(({ text }) => text.includes('답변이 등록되었습니다')).length;
  }

  /** Who has the case now. */
  async personNamed(number: string): Promise<string> {
    const { complaint } = await this.history(number);
    return complaint.assignment?.person ?? '';
  }

  async outbox(number: string): Promise<Message[]> {
    const { body } = await this.ask<{ messages: Message[] }>('GET', '/_local/outbox');
    return body.messages.filter(({ text }) => text.includes(number));
  }

  async fault(fault: Record<string, unknown>): Promise<void> {
    const { status, body } = await this.ask('POST', '/_local/faults', { body: fault });
    if (status !== 200) throw new Error(`the fault was not set: ${JSON.stringify(body)}`);
  }

  async noFaults(): Promise<void> {
    await this.ask('DELETE', '/_local/faults');
  }
}

/** A filing that is surely classified as simple. */
export const simpleFiling = {
  channel: 'web',
  title: '불법주차 단속 요청',
  text: '초등학교 정문 앞 불법주차 단속 부탁드립니다. 불법주차 차량이 매일 있습니다.',
  district: 'gangnam',
  petitioner: { name: '홍길동', phone: '010-1234-5678', notifyBy: ['sms'] },
};

/** A filing whose words leave the rules unsure: the central desk is asked what it is. */
export const unsureFiling = { ...simpleFiling, title: '안녕하세요', text: '안녕하세요. 말씀드릴 것이 있습니다.' };

/** A filing that has the legal period of seven days. */
export const sevenDays = { title: '건의', text: '말씀드립니다.', kind: 'complaint' };

/** A filing that has the legal period of a month: its first rung is two weeks away. */
export const proposal = { title: '제안', text: '말씀드립니다.', kind: 'proposal' };

/** An instant so many milliseconds after another. */
export const later = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();

/** Opens a city with its own home and a standing clock, by default Monday 2026-11-23 09:00 in Seoul; `close` removes it. */
export async function openCity(
  at = '2026-11-23T00:00:00.000Z',
): Promise<{ city: City; close: () => Promise<void>; reopen: (at?: string) => Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), 'daedap-'));
  const standAt = Date.parse(at);
  await layDownHome(home, standAt);
  let cloud = await openOnThisMachine({ home, standAt });
  const { port } = new URL(cloud.url);
  return {
    city: new City(cloud.url),
    close: async () => {
      await cloud.close();
      rmSync(home, { recursive: true, force: true });
    },
    reopen: async (comesBackAt) => {
      await cloud.close();
      const came = comesBackAt === undefined ? {} : { standAt: Date.parse(comesBackAt) };
      cloud = await openOnThisMachine({ home, port: Number(port), ...came });
    },
  };
}
