import type { Calendar } from '#schemas/calendar.ts';
import { DepartmentId } from '#schemas/department.ts';
import type { Instant } from '#schemas/instant.ts';
import { addWorkingMinutes } from './clock/working-time.ts';
import table from './tables/transfer.json' with { type: 'json' };

/** The department that decides where others disagree whose a case is: rules/tables/transfer.json. */
export const adjudicatingDeskId: DepartmentId = DepartmentId.parse(table.adjudicatingDesk);

/** How many refusals of a case bring it to the adjudicating desk. */
export const refusalsBeforeAdjudication = table.refusalsBeforeAdjudication;

/**
 * Until when the adjudicating desk decides, 8 working hours after it got the case; its silence goes to the audit office.
 *
 * @param calendar the days off as they are known at that instant
 */
export const decideUntil = (at: Instant, calendar: Calendar): Instant =>
  addWorkingMinutes(at, table.adjudicationHours * 60, calendar);
