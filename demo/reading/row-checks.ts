import type { Channel, Language } from '#schemas/complaint.ts';
import type { DistrictId } from '#schemas/district.ts';
import type { KindId } from '#schemas/kind.ts';
import type { NotifyBy } from '#schemas/petitioner.ts';
import type { Cells } from './columns.ts';
import type { FilingBody } from './filing-body.ts';

/** What is wrong with a row: the column and the reason, in words for whoever keeps the file. */
export type Finding = { readonly column: string; readonly reason: string };

/** Ways a row may name; records of every member, so that the compiler finds one that is missing here. */
const channels: Record<Channel, true> = {
  web: true,
  app: true,
  phone: true,
  sms: true,
  chat: true,
  visit: true,
  'on-site': true,
};
const languages: Record<Language, true> = { ko: true, en: true };
const identities: Record<NonNullable<FilingBody['identity']>, true> = { named: true, protected: true, anonymous: true };
// The app that files for a row is the demo's own, which no petitioner looks at.
const waysToNotify: Record<Exclude<NotifyBy, 'channel'>, true> = { sms: true, email: true };

/** What the sample city knows: read from its data, not from our code. */
export type Known = { readonly kinds: readonly KindId[]; readonly districts: readonly DistrictId[] };

const PHONE = /^\+[1-9]\d{6,14}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Reads the cells of one row and gathers all its faults, so that one look at the file mends them. */
export class RowChecks {
  readonly findings: Finding[] = [];
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  /** A text that must be there and not be longer than so many characters. */
  text(column: string, most: number, read: (text: string) => string = (text) => text): string {
    const text = read(this.#cells(column));
    if (text === '') this.#find(column, 'is empty');
    this.#checkLength(column, text, most);
    return text;
  }

  /** A text that may be missing. */
  optional(column: string, most: number): string | undefined {
    const text = this.#cells(column);
    this.#checkLength(column, text, most);
    return text === '' ? undefined : text;
  }

  channel(): Channel | undefined {
    return this.#oneOf('channel', channels);
  }

  language(): Language | undefined {
    return this.#oneOf('language', languages);
  }

  identity(): FilingBody['identity'] {
    return this.#oneOf('identity', identities);
  }

  kind({ kinds }: Known): KindId | undefined {
    return this.#among('kind', kinds);
  }

  district({ districts }: Known): DistrictId | undefined {
    return this.#among('district', districts);
  }

  phone(): string | undefined {
    const text = this.#cells('phone');
    const number = text.replaceAll(/[\s().-]/g, '').replace(/^0/, '+82');
    if (text !== '' && !PHONE.test(number)) this.#find('phone', `is '${text}', expected a number like 010-1234-5678`);
    return text === '' ? undefined : text;
  }

  email(): string | undefined {
    const text = this.#cells('email');
    if (text !== '' && !EMAIL.test(text)) this.#find('email', `is '${text}', expected an address like a@example.com`);
    return text === '' ? undefined : text;
  }

  /** The ways to tell the petitioner; each needs its address in the same row. */
  notifyBy(): NotifyBy[] {
    const texts = this.#cells('notifyBy')
      .split(/[\s,;+]+/)
      .filter((text) => text !== '');
    return texts.flatMap((text) => {
      const [way] = keysOf(waysToNotify).filter((one) => one === text);
      if (way === undefined) this.#find('notifyBy', `is '${text}', expected sms or email`);
      const address = way === 'sms' ? 'phone' : 'email';
      if (way !== undefined && this.#cells(address) === '') this.#find(address, `is empty, but notifyBy names ${way}`);
      return way ?? [];
    });
  }

  #oneOf<K extends string>(column: string, known: Record<K, true>): K | undefined {
    return this.#among(column, keysOf(known));
  }

  #among<K extends string>(column: string, known: readonly K[]): K | undefined {
    const text = this.#cells(column);
    const found = known.find((one) => one === text);
    if (text !== '' && found === undefined) this.#find(column, `is '${text}', expected one of ${known.join(', ')}`);
    return found;
  }

  #checkLength(column: string, text: string, most: number): void {
    if (text.length > most) this.#find(column, `has ${text.length} characters, expected at most ${most}`);
  }

  #find(column: string, reason: string): void {
    this.findings.push({ column, reason });
  }
}

// The keys of these records are exactly their members: nothing was added to them at run time.
const keysOf = <K extends string>(record: Record<K, true>): K[] => Object.keys(record) as K[];
