import type * as z from 'zod';
import { readWholeCity } from '#functions/aws/city-table.ts';
import { adjudicatingDeskId, decideUntil } from '#rules/adjudication.ts';
import { ledgerOf, withLedger } from '#rules/clock/deadline-moves.ts';
import { cityCalendar, cityCalendarAt } from '#rules/clock/holidays.ts';
import { isUnanswered, unansweredNeed } from '#rules/unanswered.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { CityRecordMissing, StageUnexpected } from '#schemas/errors.ts';
import type { CityTaskSettings } from '#schemas/settings.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { changeCase } from './change-case.ts';

/**
 * Lays a case that two departments refused on the adjudicating desk, which decides whose it is in a time of its own; the
 * deadline runs on.
 *
 * @throws Unheard while something said was not heard; CityRecordMissing without the department of that desk
 */
export function adjudicate(
  { COMPLAINT_TABLE, CITY_TABLE, STATISTICS_TABLE }: z.infer<typeof CityTaskSettings>,
  input: StepInput,
): Promise<Outlook> {
  return changeCase({ COMPLAINT_TABLE, CITY_TABLE, STATISTICS_TABLE }, 'Adjudicate', input, async ({ complaint }) => {
    const { number, stage, round, passing = { refusals: 0 }, hands = [] } = complaint;
    if (stage === 'adjudication') return { after: complaint };
    if (stage !== 'adjudicate') throw new StageUnexpected(number, stage, 'Adjudicate');
    const { departments, holidays } = await readWholeCity(CITY_TABLE);
    const desk = departments.find(({ id }) => id === adjudicatingDeskId);
    if (desk === undefined) throw new CityRecordMissing('department', adjudicatingDeskId);
    const until = decideUntil(input.at, cityCalendarAt(input.at, holidays));
    const reason = 'adjudication';
    const laid: Complaint = {
      ...complaint,
      stage: 'adjudication',
      assignment: {
        department: desk.id,
        departmentName: desk.name,
        departmentNameEn: desk.nameEn,
        lead: desk.leadId,
        director: desk.directorId,
        reason,
        assignedAt: input.at,
      },
      hands: [...hands, { department: desk.id, reason, at: input.at }],
      passing: { ...passing, decideUntil: until },
    };
    const after = withLedger(laid, ledgerOf(complaint), cityCalendar(holidays));
    return {
      after,
      change: {
        onlyIfHeard: true,
        isSeen: true,
        action: 'adjudication-asked',
        facts: { department: desk.id, decideUntil: until, refusals: passing.refusals },
        ...(isUnanswered(after) ? { need: unansweredNeed(after, input.execution, input.at) } : {}),
        notices: [{ step: 'adjudication-asked', round, to: { role: 'lead', id: desk.leadId } }],
      },
    };
  });
}
