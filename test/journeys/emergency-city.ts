import { randomUUID } from 'node:crypto';
import type { MessageShown } from '#schemas/api/emergency.ts';
import type { Delivery } from '#schemas/delivery.ts';
import type { EmergencySettings } from '#schemas/emergency-settings.ts';
import type { Answered, City, Message } from './city.ts';

/** What the API says of a message that was kept, or why it was not. */
export type MessageAnswer = { id: string; version: number; stage: string; code: string; detail: string };

/** What a citizen has after registering. */
export type Registered = { id: string; secret: string; to: string };

/** Words of a flood in Gangnam, each part that is required. */
export const flood = {
  ko: { what: '강남역 일대 침수', where: '강남역 1~12번 출구', action: '지하를 피해 높은 곳으로 대피하세요' },
  en: { what: 'Flood', where: 'Gangnam station', action: 'Leave basements and go to high ground' },
};

/** A real warning to two districts. */
export const warning = { texts: flood, districts: ['gangnam', 'seocho'], severity: 'urgent', isDrill: false };

/** The address of somebody who registers, as messages reach it. */
function addressIn({ phone, email }: Record<string, unknown>): string {
  return email === undefined ? String(phone).replaceAll('-', '').replace(/^0/, '+82') : String(email).toLowerCase();
}

/** A city in an emergency: citizens who register, two persons who let a message go. */
export class EmergencyCity {
  readonly city: City;

  constructor(city: City) {
    this.city = city;
  }

  /** The messages that reached an address, oldest first. */
  async inbox(to: string): Promise<Message[]> {
    const path = `/_local/outbox?to=${encodeURIComponent(to)}`;
    return (await this.city.ask<{ messages: Message[] }>('GET', path)).body.messages;
  }

  /** Asks for a code and reads it where it arrives. */
  async codeFor(body: Record<string, unknown>, path = '/v1/registrations'): Promise<{ id: string; code: string }> {
    const { status, body: answer } = await this.city.ask<{ id: string }>('POST', path, { body });
    if (status !== 202) throw new Error(`asking for a code was answered ${status}: ${JSON.stringify(answer)}`);
    const last = (await this.inbox(addressIn(body))).at(-1);
    return { id: answer.id, code: /\d{6}/.exec(last?.text ?? '')?.[0] ?? '' };
  }

  confirm(id: string, code: string): Promise<Answered<Registered & { status: string; code: string }>> {
    return this.city.ask('POST', `/v1/registrations/${id}/confirmation`, { body: { code } });
  }

  /** Registers somebody: code asked for, read, typed. */
  async register(body: Record<string, unknown>): Promise<Registered> {
    const { id, code } = await this.codeFor(body);
    const { status, body: done } = await this.confirm(id, code);
    if (status !== 200) throw new Error(`registering was answered ${status}: ${JSON.stringify(done)}`);
    return { ...done, to: addressIn(body) };
  }

  /** So many people of Gangnam by SMS, from this number on. */
  async registerMany(count: number, from = 1000): Promise<Registered[]> {
    const people: Registered[] = [];
    for (let index = 0; index < count; index += 1) {
      people.push(await this.register({ phone: `010-5555-${from + index}`, districts: ['gangnam'] }));
    }
    return people;
  }

  leave({ id, secret }: Registered): Promise<Answered<{ leftAt: string; code: string }>> {
    return this.city.ask('DELETE', `/v1/registrations/${id}`, { accessCode: secret });
  }

  async say(as: string, method: string, path: string, body?: unknown): Promise<Answered<MessageAnswer>> {
    const token = await this.city.token(as);
    return this.city.ask(method, path, { token, key: randomUUID(), ...(body === undefined ? {} : { body }) });
  }

  /** Posts a message and lets its dry run happen. */
  async draft(body: Record<string, unknown> = warning, as = 'lead-safety'): Promise<string> {
    const { status, body: kept } = await this.say(as, 'POST', '/v1/emergency-messages', body);
    if (status !== 201) throw new Error(`the draft was answered ${status}: ${JSON.stringify(kept)}`);
    await this.city.rest();
    return kept.id;
  }

  async read(id: string, as = 'operator-1'): Promise<MessageShown> {
    const { body } = await this.say(as, 'GET', `/v1/emergency-messages/${id}`);
    return body as unknown as MessageShown;
  }

  /** Every delivery of a message. */
  async deliveries(id: string): Promise<Delivery[]> {
    const items: Delivery[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const path = `/v1/emergency-messages/${id}/deliveries?limit=100${next}`;
      const { body } = await this.city.ask<{ items: Delivery[]; cursor?: string }>('GET', path, {
        token: await this.city.token('operator-1'),
      });
      items.push(...body.items);
      cursor = body.cursor;
    }
    return items;
  }

  /** Approves a message as it is shown, or as `changes` say. */
  async approve(
    id: string,
    as = 'operator-1',
    changes: Record<string, unknown> = {},
  ): Promise<Answered<MessageAnswer>> {
    const { message } = await this.read(id, as);
    const body = { audienceCount: message.dryRun?.total ?? 0, hash: message.hash ?? '-', ...changes };
    return this.say(as, 'POST', `/v1/emergency-messages/${id}/approval`, body);
  }

  decide(
    id: string,
    what: 'cancellation' | 'pause' | 'resumption',
    as = 'operator-1',
  ): Promise<Answered<MessageAnswer>> {
    return this.say(as, 'POST', `/v1/emergency-messages/${id}/${what}`);
  }

  /** Sets some of the operators' settings, the others as they hold now. */
  async set(changes: Partial<EmergencySettings>): Promise<void> {
    const { body } = await this.say('operator-1', 'GET', '/v1/emergency-settings');
    const { status } = await this.say('operator-1', 'PUT', '/v1/emergency-settings', { ...body, ...changes });
    if (status !== 200) throw new Error(`settings were answered ${status}`);
  }

  /** Lets an approved message go until its end. */
  async sendOut(id: string, duration = 'PT10M'): Promise<MessageShown> {
    await this.city.advance(duration);
    return this.read(id);
  }
}
