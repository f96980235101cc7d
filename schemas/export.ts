import * as z from 'zod';
import { SearchBody } from '#schemas/api/desk.ts';
import { CasesQuery, StatisticsQuery } from '#schemas/api/statistics.ts';
import { Language } from '#schemas/complaint.ts';
import { DeliveryStatus } from '#schemas/delivery.ts';
import { DepartmentId } from '#schemas/department.ts';
import { MessageId } from '#schemas/emergency-message.ts';
import { Instant } from '#schemas/instant.ts';
import { PersonId } from '#schemas/person.ts';

/** The lists that can be taken out of the system, each with what narrows it. */
export const ExportedList = z.discriminatedUnion('list', [
  z.strictObject({ list: z.literal('my-complaints') }),
  z.strictObject({ list: z.literal('department-complaints'), department: DepartmentId.optional() }),
  z.strictObject({ list: z.literal('search'), search: SearchBody.omit({ limit: true, cursor: true }) }),
  z.strictObject({ list: z.literal('operator-queue') }),
  z.strictObject({ list: z.literal('undelivered') }),
  z.strictObject({ list: z.literal('routing-rules') }),
  z.strictObject({ list: z.literal('institutions') }),
  z.strictObject({ list: z.literal('kinds') }),
  z.strictObject({ list: z.literal('holidays') }),
  z.strictObject({ list: z.literal('transfers') }),
  z.strictObject({ list: z.literal('emergency-messages') }),
  z.strictObject({ list: z.literal('deliveries'), message: MessageId, status: DeliveryStatus.optional() }),
  z.strictObject({ list: z.literal('statistics'), statistics: StatisticsQuery }),
  z.strictObject({ list: z.literal('statistics-cases'), cases: CasesQuery.omit({ limit: true, cursor: true }) }),
  z.strictObject({ list: z.literal('history'), number: z.string().min(1).max(40) }),
  z.strictObject({
    list: z.literal('exports'),
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month like 2026-11'),
  }),
]);
export type ExportedList = z.infer<typeof ExportedList>;

/** The name of a list that can be taken out. */
export type ListName = ExportedList['list'];

/** What a list is taken out as. */
export const ExportFormat = z.enum(['csv', 'xlsx']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** Taking a list out of the system: which, as what, with headings in which language, and why. */
export const ExportBody = z
  .strictObject({
    of: ExportedList,
    format: ExportFormat,
    language: Language.default('ko'),
    reason: z.string().trim().min(5).max(500),
  })
  .meta({ id: 'Export' });
export type ExportBody = z.infer<typeof ExportBody>;

/** A list that was taken out: who took what, why, and how much it was. */
export const ExportRecord = z
  .strictObject({
    id: z.string(),
    at: Instant,
    by: PersonId,
    of: ExportedList,
    format: ExportFormat,
    reason: z.string(),
    rows: z.int().min(0),
  })
  .meta({ id: 'ExportRecord' });
export type ExportRecord = z.infer<typeof ExportRecord>;
