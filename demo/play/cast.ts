import type { Channel } from '#schemas/complaint.ts';
import type { Group } from '#schemas/person.ts';
import { ask } from '../city/api.ts';
import type { Millis } from '../city/clock.ts';
import { Refusal } from '../refusal.ts';

type Member = {
  readonly id: string;
  readonly groups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
};
type Pass = { readonly token: string; readonly until: Millis };

/** A token lives an hour of virtual time; one that is 50 minutes old is not used any more. */
const USED_FOR_MS = 3_000_000;

/** Which of the sample city's channel apps files what comes in on a channel. */
const appOfChannel: Readonly<Record<Channel, string>> = {
  web: 'app-web',
  app: 'app-mobile',
  phone: 'app-120',
  sms: 'app-120',
  visit: 'app-120',
  'on-site': 'app-120',
  chat: 'app-chat',
};

/** The city's people, who sign in anew whenever the virtual clock has made their token old. */
export class Cast {
  readonly #url: string;
  readonly #members: readonly Member[];
  readonly #passes = new Map<string, Pass>();

  private constructor(url: string, members: readonly Member[]) {
    this.#url = url;
    this.#members = members;
  }

  /**
   * @throws Refusal when someone the play needs cannot sign in here
   */
  static async of(url: string): Promise<Cast> {
    const { people } = await ask<{ people: Member[] }>(url, '/_local/people');
    const cast = new Cast(url, people);
    for (const group of ['channel-app', 'official', 'operator', 'auditor'] as const) cast.one(group, 0);
    return cast;
  }

  /** Everyone who is in one of the groups. */
  all(...groups: readonly Group[]): string[] {
    return this.#members.filter((member) => groups.some((group) => member.groups.includes(group))).map(({ id }) => id);
  }

  /** One of a group, by turns. */
  one(group: Group, turn: number): string {
    const ids = this.all(group);
    const id = ids[turn % Math.max(1, ids.length)];
    if (id === undefined)
      throw new Refusal(`${this.#url} has nobody in group '${group}': load the sample city into it`);
    return id;
  }

  /** The officials and leads of some departments. */
  staffOf(departments: ReadonlySet<string>): string[] {
    const staff = new Set(this.all('official', 'lead'));
    const isOfThem = ({ id, attributes }: Member): boolean =>
      staff.has(id) && departments.has(attributes.department ?? '');
    return this.#members.filter(isOfThem).map(({ id }) => id);
  }

  /** The app that files what comes in on a channel. */
  appFor(channel: Channel): string {
    const app = appOfChannel[channel];
    return this.all('channel-app').includes(app) ? app : this.one('channel-app', 0);
  }

  /** An access token of theirs that is good at this virtual instant. */
  async tokenOf(id: string, now: Millis): Promise<string> {
    const pass = this.#passes.get(id);
    if (pass !== undefined && pass.until > now) return pass.token;
    const { accessToken: token } = await ask<{ accessToken: string }>(this.#url, '/_local/sign-in', {
      method: 'POST',
      body: { as: id },
    });
    this.#passes.set(id, { token, until: now + USED_FOR_MS });
    return token;
  }
}
