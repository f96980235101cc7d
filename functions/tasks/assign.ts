import type * as z from 'zod';
import { readWholeCity } from '#functions/aws/city-table.ts';
import { log } from '#functions/middleware/log.ts';
import { ledgerFrom, withLedger } from '#rules/deadline-moves.ts';
import { cityCalendar } from '#rules/holidays.ts';
import { routeComplaint } from '#rules/routing.ts';
import { isUnanswered, unansweredNeed } from '#rules/unanswered.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { CityRecordMissing, StageUnexpected } from '#schemas/errors.ts';
import type { CityTaskSettings } from '#schemas/settings.ts';
import type { AssignInput } from '#schemas/tasks/assign.ts';
import type { Outlook } from '#schemas/tasks/outlook.ts';
import { changeCase } from './change-case.ts';

type Settings = z.infer<typeof CityTaskSettings>;

/**
 * Names the department and the person, and starts the deadline's ledger with the deadline the workflow chose.
 *
 * @throws Unheard while something said was not heard; CityRecordMissing when the route leads to an unknown department
 */
export function assign(
  { COMPLAINT_TABLE, CITY_TABLE }: Settings,
  input: z.infer<typeof AssignInput>,
): Promise<Outlook> {
  return changeCase(COMPLAINT_TABLE, 'Assign', input, async ({ complaint }) => {
    if (complaint.stage === 'answer') return { after: complaint };
    const { number, district, classification, round, receivedAt } = complaint;
    if (complaint.stage !== 'classified' || classification === undefined) {
      throw new StageUnexpected(number, complaint.stage, 'Assign');
    }
    const { departments, people, holidays } = await readWholeCity(CITY_TABLE);
    const { kind, topic } = classification;
    const route = routeComplaint({ number, kind, topic, district, departments, people });
    const department = departments.find(({ id }) => id === route.departmentId);
    if (department === undefined) throw new CityRecordMissing('department', route.departmentId);
    const assignment: NonNullable<Complaint['assignment']> = {
      department: department.id,
      departmentName: department.name,
      departmentNameEn: department.nameEn,
      person: route.personId,
      lead: department.leadId,
      director: department.directorId,
      reason: route.reason,
      assignedAt: input.at,
    };
    // The choice is made; what it was made from is not carried on.
    const { deadline } = input;
    const named: Complaint = {
      ...complaint,
      choices: undefined,
      stage: 'answer',
      status: 'assigned',
      assignment,
      deadline,
      rungsDone: [],
    };
    // Summed anew: a day off may have been decreed, or called off, since the receipt.
    const calendar = cityCalendar(holidays);
    const after = withLedger(named, ledgerFrom(receivedAt, deadline, input.at, calendar), calendar);
    if (after.deadline?.provisional) log.warn('due date is provisional', { complaintNumber: number });
    return {
      after,
      change: {
        onlyIfHeard: true,
        isSeen: true,
        action: 'assigned',
        ...(isUnanswered(after) ? { need: unansweredNeed(after, input.execution, input.at) } : {}),
        facts: {
          department: department.id,
          person: route.personId,
          reason: route.reason,
          dueAt: after.deadline?.dueAt ?? deadline.dueAt,
        },
        notices: [
          { step: 'assignment', round, to: { role: 'petitioner' } },
          { step: 'new-case', round, to: { role: 'official', id: route.personId } },
        ],
      },
    };
  });
}
