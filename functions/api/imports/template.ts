import { listCity } from '#functions/aws/city-table.ts';
import { workbookOfSheets } from '#functions/documents/workbook-of-sheets.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import { districtNames } from '#rules/district-names.ts';
import { columnNames } from '#rules/imports/headings.ts';
import { WORKBOOK } from '#schemas/api/imports.ts';
import type { ImportColumn } from '#schemas/import-file.ts';

const columns = Object.keys(columnNames) as ImportColumn[];
const required: readonly ImportColumn[] = ['title', 'text'];

const headingOf = (column: ImportColumn): string => {
  const { ko, en } = columnNames[column];
  return `${ko} / ${en}${required.includes(column) ? ' *' : ''}`;
};

/** What each column takes, for people. */
const help: Readonly<Record<ImportColumn, readonly [ko: string, en: string]>> = {
  title: ['200자까지. 반드시 씁니다.', 'At most 200 characters. Needed.'],
  text: ['20,000자까지. 반드시 씁니다.', 'At most 20,000 characters. Needed.'],
  district: ['서울의 자치구', 'A district of Seoul'],
  location: ['300자까지', 'At most 300 characters'],
  name: ['민원인의 이름, 100자까지', 'The petitioner, at most 100 characters'],
  phone: ['010-1234-5678. 맨 앞 0이 지워져도 읽습니다.', '010-1234-5678. Also read when its zero was lost.'],
  email: ['hong@example.kr', 'hong@example.kr'],
  notifyBy: [
    '문자, 이메일, 없음. 비우면 전화번호나 이메일이 있는 쪽으로 알립니다.',
    'sms, email or none. Left empty: by the first address given.',
  ],
  kind: ['비우면 내용으로 분류합니다.', 'Left empty, it is classified by its words.'],
  channel: ['어떻게 들어왔는지', 'How it came in'],
  receivedAt: [
    '2026-11-20 14:30처럼, 서울 시각. 비우면 올린 때에 접수됩니다. 앞선 날이면 그날부터 기한을 세고, 접수·배정 알림은 보내지 않습니다.',
    'Like 2026-11-20 14:30, Seoul time. Left empty: received when the file is handed in. Of an earlier day, the deadline runs from then, and neither reception nor assignment is told.',
  ],
};

/** A workbook with the headings that a file to import has, the values its columns take, and what each is for. */
export async function importTemplate(cityTable: string): Promise<Reply> {
  const kinds = await listCity(cityTable, 'kind');
  const choices: Partial<Record<ImportColumn, readonly string[]>> = {
    district: Object.values(districtNames).map(([ko]) => ko),
    kind: kinds.map(({ name }) => name),
    channel: ['웹', '앱', '전화', '문자', '채팅', '방문', '현장'],
    notifyBy: ['문자', '이메일', '없음'],
  };
  const body = await workbookOfSheets([
    {
      name: '민원',
      headings: columns.map(headingOf),
      rows: [],
      choices: columns.flatMap((column, at) => {
        const values = choices[column];
        return values === undefined ? [] : [{ column: at, values }];
      }),
    },
    {
      name: '안내',
      headings: ['열 / Column', '설명', 'What it takes'],
      rows: [
        ...columns.map((column) => [headingOf(column), ...help[column]]),
        [
          '',
          '수식은 값으로 붙여 넣으십시오. 숨긴 시트는 읽지 않습니다. 위아래로 병합한 칸의 값은 병합된 모든 행에 적용됩니다.',
          'Paste formulas as values. Hidden sheets are not read. A value merged downwards counts for every row it reaches over.',
        ],
      ],
    },
  ]);
  return {
    body: new Uint8Array(body),
    headers: {
      'content-type': WORKBOOK,
      'content-disposition': 'attachment; filename="daedap-import.xlsx"',
      'x-content-type-options': 'nosniff',
    },
  };
}
