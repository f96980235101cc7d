import type { Cell, FileRefusal, Heading, ImportColumn, SheetRow } from '#schemas/import-file.ts';

/** A column as people are shown it: its heading in both languages, and what else files call it. */
type Naming = { readonly ko: string; readonly en: string; readonly also: readonly string[] };

/** The columns in the order of the template. `title` and `text` must be there, the others may. */
export const columnNames: Readonly<Record<ImportColumn, Naming>> = {
  title: { ko: '제목', en: 'Title', also: ['민원제목', '제안제목', '건명', 'subject'] },
  text: { ko: '내용', en: 'Text', also: ['민원내용', '제안내용', '신청내용', '본문', 'content', 'description'] },
  district: { ko: '자치구', en: 'District', also: ['구', '구청', '지역', '관할구'] },
  location: { ko: '위치', en: 'Location', also: ['장소', '주소', '발생장소', '발생위치', 'address', 'place'] },
  name: {
    ko: '이름',
    en: 'Name',
    also: ['성명', '민원인', '신청인', '신고인', '신청인이름', '민원인이름', '신청인성명', '민원인성명'],
  },
  phone: {
    ko: '전화번호',
    en: 'Phone',
    also: [
      '연락처',
      '전화',
      '휴대전화',
      '휴대폰',
      '휴대전화번호',
      '휴대폰번호',
      '핸드폰',
      'mobile',
      'phonenumber',
      'tel',
    ],
  },
  email: { ko: '이메일', en: 'E-mail', also: ['전자우편', '메일', '이메일주소', 'mail', 'email'] },
  notifyBy: { ko: '알림 방법', en: 'Notify by', also: ['알림', '통지방법', '회신방법', '답변방법'] },
  kind: { ko: '유형', en: 'Kind', also: ['민원유형', '종류', '민원종류', 'type'] },
  channel: { ko: '접수 경로', en: 'Channel', also: ['접수채널', '채널', '경로', '접수방법'] },
  receivedAt: {
    ko: '접수일시',
    en: 'Received at',
    also: [
      '접수일',
      '접수일자',
      '접수시각',
      '민원접수일',
      '제안등록일자',
      '등록일자',
      'received',
      'receivedon',
      'date',
    ],
  },
};

/** Names that would reach into a program instead of naming a column. Nobody writes them by mistake. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** How headings are compared: in one width and case, without spaces, line breaks, and what says that a column is required. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200b\ufeff*]/g, '')
    .replace(/\((필수|선택|required|optional)\)/g, '');

const columns = Object.keys(columnNames) as ImportColumn[];
const known: ReadonlyMap<string, ImportColumn> = new Map(
  columns.flatMap((column) => {
    const { ko, en, also } = columnNames[column];
    // The template writes both languages into one heading.
    return [ko, en, `${ko}/${en}`, `${ko}(${en})`, ...also].map((name) => [plain(name), column] as const);
  }),
);

/** What a row is as headings: none, or the headings, or why no file may have them. */
export type FoundHeadings =
  | { readonly headings: readonly Heading[] }
  | { readonly refused: FileRefusal; readonly found: string };

/**
 * The headings in a row, if it is the row of headings: the first that names title and text.
 *
 * A heading the city does not know is kept without a meaning: its column is shown again in the error workbook, and not read.
 */
export function headingsIn({ number, cells }: SheetRow): FoundHeadings | undefined {
  const headings = [...cells].flatMap(([at, cell]): Heading[] => {
    const text = textOf(cell);
    return text === undefined ? [] : [{ at, text: text.trim(), column: known.get(plain(text)) }];
  });
  const has = (column: ImportColumn): boolean => headings.some((heading) => heading.column === column);
  if (!has('title') || !has('text')) return undefined;
  const wrong = headings.find(({ text }) => forbidden.has(plain(text)));
  if (wrong !== undefined) return { refused: 'heading-forbidden', found: `${columnLetters(wrong.at)}${number}` };
  for (const column of columns) {
    const [one, other] = headings.filter((heading) => heading.column === column);
    if (one === undefined || other === undefined) continue;
    const [first, second] = [one, other].map(({ at }) => `${columnLetters(at)}${number}`);
    return { refused: 'heading-twice', found: `${first} and ${second} both mean ${column}` };
  }
  return { headings };
}

const textOf = (cell: Cell): string | undefined =>
  cell.kind === 'text' || cell.kind === 'number' ? cell.text : undefined;

/** A column as a spreadsheet names it: 0 is `A`, 54 is `BC`. */
export const columnLetters = (column: number): string =>
  (column < 26 ? '' : columnLetters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
