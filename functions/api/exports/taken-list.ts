import * as z from 'zod';
import { listCity } from '#functions/aws/city-table.ts';
import { listNeeds } from '#functions/aws/complaint-lists.ts';
import { listExports } from '#functions/aws/export-log.ts';
import type { Caller } from '#functions/middleware/api-request.ts';
import type { Cell } from '#rules/spreadsheet-cell.ts';
import { History } from '#schemas/api/auditor.ts';
import { ListedMessage } from '#schemas/api/emergency.ts';
import { ListedTransfer } from '#schemas/api/institution-case.ts';
import { UndeliveredNotice } from '#schemas/api/operator.ts';
import { CountedCaseShown, countersOf, Statistics } from '#schemas/api/statistics.ts';
import { DecreedHoliday } from '#schemas/calendar.ts';
import { Delivery } from '#schemas/delivery.ts';
import { Refused } from '#schemas/errors.ts';
import type { ExportedList, ListName } from '#schemas/export.ts';
import type { Instant } from '#schemas/instant.ts';
import { InstitutionShown } from '#schemas/institution.ts';
import type { Group } from '#schemas/person.ts';
import type { ExportApiSettings } from '#schemas/settings.ts';
import { readHistory } from '../auditor/read-history.ts';
import { listHolidays } from '../citizen/list-holidays.ts';
import { listDeliveriesOf, listMessagesOf } from '../emergency/read-message.ts';
import { listTransfers } from '../institution/list-transfers.ts';
import { listDepartment } from '../official/list-department.ts';
import { listInstitutions } from '../official/list-institutions.ts';
import { listMyComplaints } from '../official/list-my-complaints.ts';
import { searchComplaints } from '../official/search-complaints.ts';
import { listUndeliveredNotices } from '../operator/undelivered.ts';
import { listCountedCases } from '../statistics/list-counted-cases.ts';
import { readStatistics } from '../statistics/read-statistics.ts';
import * as columns from './columns.ts';

/** Whose list it is, and when they ask. */
export type Taking = {
  readonly settings: z.infer<typeof ExportApiSettings>;
  readonly at: Instant;
  readonly caller: Caller;
};

/** A list as a file is made of it: its columns, and its rows page by page, as the one who asks may see them. */
export type TakenList = {
  readonly headings: readonly Pick<columns.Column<unknown>, 'ko' | 'en'>[];
  readonly pages: () => AsyncGenerator<((names: columns.Names) => readonly Cell[])[]>;
};

/** A page of any list. */
type Page<R> = { readonly items: readonly R[]; readonly cursor?: string | undefined };

/** How many rows are asked for at once: one more than a file may have, because each page of a search begins anew. */
const PAGE = 5_001;

const everybody: readonly Group[] = ['official', 'lead', 'director', 'operator', 'auditor', 'institution'];

/** Who may take which list: those who may see it. */
const takers: Readonly<Record<ListName, readonly Group[]>> = {
  'my-complaints': ['official', 'lead', 'operator'],
  'department-complaints': ['official', 'lead', 'director', 'operator'],
  search: ['official', 'lead', 'director', 'operator', 'auditor'],
  'operator-queue': ['operator'],
  undelivered: ['operator'],
  'routing-rules': ['operator'],
  institutions: ['official', 'lead', 'operator'],
  kinds: everybody,
  holidays: everybody,
  transfers: ['institution'],
  'emergency-messages': ['lead', 'operator'],
  deliveries: ['lead', 'operator'],
  statistics: countersOf,
  'statistics-cases': countersOf,
  history: ['auditor'],
  exports: ['auditor'],
};

function list<R>(
  of: readonly columns.Column<R>[],
  page: (query: { limit: number; cursor: string | undefined }) => Promise<Page<R>>,
): TakenList {
  async function* pages(): ReturnType<TakenList['pages']> {
    let cursor: string | undefined;
    do {
      const found: Page<R> = await page({ limit: PAGE, cursor });
      yield found.items.map((row) => (names) => of.map((column) => column.of(row, names)));
      cursor = found.cursor;
    } while (cursor !== undefined);
  }
  return { headings: of, pages };
}

/**
 * The list that is taken out, with nothing in it but what its own operation shows to this caller.
 *
 * @throws Refused `wrong-group` for whom it is not
 */
export function takenList({ settings, at, caller }: Taking, of: ExportedList): TakenList {
  const groups = takers[of.list];
  if (!caller.groups.some((group) => groups.includes(group))) {
    throw new Refused('wrong-group', `the list ${of.list} is for ${groups.join(', ')}`);
  }
  const { COMPLAINT_TABLE, CITY_TABLE } = settings;
  switch (of.list) {
    case 'my-complaints':
      return list(columns.openColumns, async (query) => (await listMyComplaints(settings, { at, caller, query })).body);
    case 'department-complaints': {
      const { department } = of;
      return list(
        columns.openColumns,
        async (query) => (await listDepartment(settings, { at, caller, query: { ...query, department } })).body,
      );
    }
    case 'search': {
      const { search } = of;
      return list(
        columns.foundColumns,
        async (query) => (await searchComplaints(settings, { at, caller, body: { ...search, ...query } })).body,
      );
    }
    case 'operator-queue':
      return list(columns.needColumns, (query) => listNeeds(COMPLAINT_TABLE, query));
    case 'undelivered':
      return list(columns.undeliveredColumns, async (query) =>
        paged(
          UndeliveredNotice,
          await listUndeliveredNotices(COMPLAINT_TABLE, { at, query: { ...query, limit: 100 } }),
        ),
      );
    case 'routing-rules':
      return list(columns.ruleColumns, async () => ({ items: await listCity(CITY_TABLE, 'rule') }));
    case 'institutions':
      return list(columns.institutionColumns, async () => paged(InstitutionShown, await listInstitutions(CITY_TABLE)));
    case 'kinds':
      return list(columns.kindColumns, async () => ({ items: await listCity(CITY_TABLE, 'kind') }));
    case 'holidays':
      return list(columns.holidayColumns, async () => paged(DecreedHoliday, await listHolidays(CITY_TABLE, at)));
    case 'transfers':
      return list(columns.transferColumns, async (query) =>
        paged(ListedTransfer, await listTransfers(settings, { at, caller, query })),
      );
    case 'emergency-messages':
      return list(columns.messageColumns, async (query) =>
        paged(ListedMessage, await listMessagesOf(settings.EMERGENCY_TABLE, { at, query: { ...query, limit: 100 } })),
      );
    case 'deliveries': {
      const { message: id, status } = of;
      return list(columns.deliveryColumns, async (query) =>
        paged(Delivery, await listDeliveriesOf(settings, { at, params: { id }, query: { ...query, status } })),
      );
    }
    case 'statistics': {
      const { statistics: query } = of;
      return list(columns.statisticsColumns, async () => {
        const { rows, total } = Statistics.parse((await readStatistics(settings, { at, caller, query })).body);
        return { items: [...rows, { ...total, key: '' }] };
      });
    }
    case 'statistics-cases': {
      const { cases } = of;
      return list(columns.countedColumns, async (query) =>
        paged(CountedCaseShown, await listCountedCases(settings, { at, caller, query: { ...cases, ...query } })),
      );
    }
    case 'history': {
      const { number } = of;
      return list(columns.entryColumns, async () => {
        const { body } = await readHistory(settings, { at, caller, params: { number }, query: {} });
        return { items: History.parse(body).entries };
      });
    }
    case 'exports': {
      const { month } = of;
      return list(columns.exportColumns, (query) => listExports(COMPLAINT_TABLE, month, query));
    }
  }
}

const paged = <S extends z.ZodType>(row: S, { body }: { readonly body: unknown }): Page<z.infer<S>> =>
  z.object({ items: z.array(row), cursor: z.string().optional() }).parse(body);
