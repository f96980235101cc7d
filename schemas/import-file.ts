import * as z from 'zod';

/** What a file to import can say of a complaint, by column. */
export const ImportColumn = z.enum([
  'title',
  'text',
  'district',
  'location',
  'name',
  'phone',
  'email',
  'notifyBy',
  'kind',
  'channel',
  'receivedAt',
]);
export type ImportColumn = z.infer<typeof ImportColumn>;

/** Why a file is refused whole, before anything of it is filed; what each means, in Korean and English. */
export const fileRefusals = {
  'file-missing': ['올린 파일이 없습니다.', 'No file was uploaded.'],
  'file-empty': ['빈 파일입니다.', 'The file is empty.'],
  'file-type': [
    'xlsx 통합 문서나 CSV가 아닙니다. 엑셀에서 "Excel 통합 문서(.xlsx)"로 저장하십시오.',
    'The file is neither an xlsx workbook nor CSV. Save it in Excel as "Excel Workbook (.xlsx)".',
  ],
  'file-locked': [
    '암호가 걸린 파일이거나 옛 엑셀 형식(.xls)입니다. 암호를 풀고 .xlsx로 저장하십시오.',
    'The file is locked by a password, or an old workbook (.xls). Save it as .xlsx without a password.',
  ],
  'file-truncated': [
    '파일이 중간에서 끊겼습니다. 다시 올리십시오.',
    'The file ends in the middle: half of it is missing. Upload it again.',
  ],
  'file-malformed': ['파일의 구조가 바르지 않습니다.', 'The file is not built as a workbook is.'],
  'file-suspicious': [
    '파일 안의 크기나 항목이 서로 맞지 않습니다. 압축 폭탄으로 보고 받지 않습니다.',
    'Sizes or entries inside the file contradict each other: it is taken for a zip bomb.',
  ],
  'file-too-large-inside': [
    '압축을 풀면 너무 큽니다. 파일을 나누어 올리십시오.',
    'Unpacked, the file is too large. Split it.',
  ],
  'xml-forbidden': [
    '파일에 DOCTYPE이나 외부 개체가 들어 있습니다.',
    'The file declares a DOCTYPE or entities, which a workbook never does.',
  ],
  'text-encoding': [
    'CSV는 UTF-8, UTF-16 또는 EUC-KR(CP949)이어야 합니다.',
    'CSV must be UTF-8, UTF-16 or EUC-KR (CP949).',
  ],
  'too-many-rows': ['행이 너무 많습니다. 파일을 나누어 올리십시오.', 'The file has too many rows. Split it.'],
  'too-many-cells': [
    '칸이 너무 많습니다. 쓰지 않는 열을 지우십시오.',
    'The file has too many cells. Remove columns that are not used.',
  ],
  'headings-missing': [
    '보이는 시트의 처음 20행 안에 "제목"과 "내용" 열이 없습니다. 서식 파일을 받아 쓰십시오.',
    'No visible sheet has the headings "제목" (Title) and "내용" (Text) in its first 20 rows. Use the template.',
  ],
  'heading-twice': ['같은 뜻의 열 제목이 두 번 나옵니다.', 'Two headings mean the same column.'],
  'heading-forbidden': ['쓸 수 없는 열 제목이 있습니다.', 'A heading is one that no file may have.'],
  'no-rows': ['열 제목 아래에 행이 없습니다.', 'There is no row below the headings.'],
} as const satisfies Readonly<Record<string, readonly [ko: string, en: string]>>;

/** A stable code of a refused file. */
export const FileRefusal = z.enum(Object.keys(fileRefusals) as [keyof typeof fileRefusals]);
export type FileRefusal = keyof typeof fileRefusals;

/** What can be wrong with a cell of a row, in Korean and English. A row with any fault is not filed; the others are. */
export const cellFaults = {
  missing: ['값이 없습니다.', 'It is empty, and has to be filled in.'],
  'merged-away': [
    '왼쪽 칸과 병합되어 값이 없습니다. 병합을 푸십시오.',
    'It is merged with the cell to its left: unmerge them.',
  ],
  formula: ['수식입니다. 값으로 붙여 넣으십시오.', 'It is a formula: paste its value.'],
  'error-value': ['오류 값입니다.', 'It holds an error of the spreadsheet.'],
  'title-too-long': ['제목은 200자까지입니다.', 'A title has at most 200 characters.'],
  'text-too-long': ['내용은 20,000자까지입니다.', 'A text has at most 20,000 characters.'],
  'location-too-long': ['위치는 300자까지입니다.', 'A location has at most 300 characters.'],
  'name-too-long': ['이름은 100자까지입니다.', 'A name has at most 100 characters.'],
  'district-unknown': ['서울의 자치구가 아닙니다(예: 강남구).', 'It is none of the 25 districts (like 강남구).'],
  'kind-unknown': [
    '그런 유형이 없습니다. 서식의 목록에서 고르십시오.',
    'There is no such kind: choose from the template.',
  ],
  'channel-unknown': [
    '접수 경로는 웹, 앱, 전화, 문자, 채팅, 방문, 현장 중 하나입니다.',
    'A channel is web, app, phone, sms, chat, visit or on-site.',
  ],
  'notify-by-unknown': ['알림 방법은 문자, 이메일 또는 없음입니다.', 'A way to notify is sms, email or none.'],
  'no-phone-for-sms': ['문자 알림에는 전화번호가 필요합니다.', 'A notice by SMS needs a phone number.'],
  'no-email-for-mail': ['이메일 알림에는 이메일이 필요합니다.', 'A notice by e-mail needs an address.'],
  'phone-unreadable': ['전화번호가 아닙니다(예: 010-1234-5678).', 'It is no phone number (like 010-1234-5678).'],
  'email-unreadable': ['이메일 주소가 아닙니다.', 'It is no e-mail address.'],
  'date-unreadable': ['날짜가 아닙니다(예: 2026-11-20 14:30).', 'It is no date (like 2026-11-20 14:30).'],
  'date-short-year': [
    '연도를 네 자리로 쓰십시오. 26.11.20은 2020년 11월 26일일 수도 있습니다.',
    'Write the year with four digits: 26.11.20 could be the 26th of November 2020.',
  ],
  'date-too-old': [
    '2014년 전에 접수된 민원은 처리기한을 계산할 수 없습니다.',
    'Received before 2014, for which no deadline can be counted.',
  ],
  'date-in-future': ['접수일시가 파일을 올린 때보다 늦습니다.', 'Received later than the file was handed in.'],
} as const satisfies Readonly<Record<string, readonly [ko: string, en: string]>>;

/** A stable code of what is wrong with a cell. */
export const CellFault = z.enum(Object.keys(cellFaults) as [keyof typeof cellFaults]);
export type CellFault = keyof typeof cellFaults;

/** A fault of a row: where it stands, as a spreadsheet names it, and why. */
export const RowFault = z
  .strictObject({
    sheet: z.string(),
    row: z.int().min(1),
    column: z.string(),
    heading: z.string(),
    code: CellFault,
    reason: z.string(),
    reasonEn: z.string(),
  })
  .meta({ id: 'RowFault' });
export type RowFault = z.infer<typeof RowFault>;

/** What stands in a cell of a file, as far as it can be trusted: a formula's kept value is not. */
export type Cell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number; readonly text: string }
  | { readonly kind: 'formula'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string };

/** A row of a file: its number as a spreadsheet shows it, and its cells by column, counted from 0. */
export type SheetRow = { readonly number: number; readonly cells: ReadonlyMap<number, Cell> };

/** Cells that are shown as one; rows as a spreadsheet counts them, columns from 0, both ends included. */
export type MergedCells = {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
};

/** A heading and where it stands; `column` says what it means, nothing when the city does not know it. */
export type Heading = { readonly at: number; readonly text: string; readonly column?: ImportColumn | undefined };

/** A sheet with headings and the rows below; of each row only the columns that have a heading. */
export type Sheet = {
  readonly name: string;
  readonly headings: readonly Heading[];
  readonly rows: readonly SheetRow[];
  readonly merged: readonly MergedCells[];
  /** Days are counted from 1904, as old Macintoshes did, not from 1900. */
  readonly from1904: boolean;
};
