import type { Channel } from '#schemas/complaint.ts';
import type { DistrictId } from '#schemas/district.ts';
import type { Kind, KindId } from '#schemas/kind.ts';
import type { NotifyBy } from '#schemas/petitioner.ts';
import { districtNames } from '../district-names.ts';

const channelNames: Readonly<Record<Channel, readonly string[]>> = {
  web: ['웹', '인터넷', '홈페이지', '온라인'],
  app: ['앱', '모바일', '모바일앱'],
  phone: ['전화', '유선'],
  sms: ['문자', '문자메시지'],
  chat: ['채팅', '챗봇', '카카오톡', '카톡'],
  visit: ['방문', '창구', '서면', '우편'],
  'on-site': ['현장', '현장접수', '찾아가는'],
};

/** How a petitioner is told: `none` when they want no notice. By an app nobody is told whom no app filed for. */
const notifyNames: Readonly<Record<Exclude<NotifyBy, 'channel'> | 'none', readonly string[]>> = {
  sms: ['문자', '문자메시지', '휴대전화', '전화'],
  email: ['이메일', '메일', '전자우편', 'e-mail', 'mail'],
  none: ['없음', '안함', '원하지않음', '-'],
};

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s/g, '');

function namesOf<Id extends string>(named: readonly (readonly [Id, readonly string[]])[]): ReadonlyMap<string, Id> {
  return new Map(named.flatMap(([id, names]) => [id, ...names].map((name) => [plain(name), id] as const)));
}

const entriesOf = <Id extends string, V>(table: Readonly<Record<Id, V>>): [Id, V][] =>
  Object.entries(table) as [Id, V][];

const districts: ReadonlyMap<string, DistrictId> = namesOf(
  entriesOf(districtNames).map(([id, [ko, en]]) => {
    // 중구 is never written without its 구: 중 would be anything.
    const short = ko.length > 2 ? [ko.slice(0, -1)] : [];
    return [id, [ko, `서울${ko}`, `서울시${ko}`, `서울특별시${ko}`, en, en.replace('-', ''), ...short]] as const;
  }),
);
const channels = namesOf(entriesOf(channelNames));
const notifyWays = namesOf(entriesOf(notifyNames));

/** The district that a cell names. */
export const districtNamed = (text: string): DistrictId | undefined => districts.get(plain(text));

/** The channel that a cell names. */
export const channelNamed = (text: string): Channel | undefined => channels.get(plain(text));

/** The kind that a cell names, by its id or as the city calls it. */
export const kindNamed = (text: string, kinds: readonly Kind[]): KindId | undefined =>
  kinds.find(({ id, name, nameEn }) => [id, name, nameEn].some((each) => plain(each) === plain(text)))?.id;

/** The ways that a cell names, in their order; nothing when one of them is none. */
export function waysNamed(text: string): Exclude<NotifyBy, 'channel'>[] | undefined {
  const named = text.split(/[,/·;\n]|\s및\s/).map((each) => notifyWays.get(plain(each)));
  const ways = named.filter((each) => each !== undefined);
  if (ways.length !== named.length) return undefined;
  return [...new Set(ways)].filter((each) => each !== 'none');
}
