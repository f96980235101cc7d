import type * as z from 'zod';
import { readWholeCity } from '#functions/aws/city-table.ts';
import { readWords } from '#functions/aws/complaint-table.ts';
import { classify as classifyWords } from '#rules/classification.ts';
import { cityCalendarAt } from '#rules/holidays.ts';
import { centralDeskId } from '#rules/routing.ts';
import { roundStart } from '#rules/under-way.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Department } from '#schemas/department.ts';
import { CityRecordMissing, ComplaintMissing } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { CityTaskSettings } from '#schemas/settings.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { changeCase } from './change-case.ts';
import { deadlineChoices } from './deadline-choices.ts';

type Settings = z.infer<typeof CityTaskSettings>;

/**
 * Finds kind, topic and simplicity by the words, and the deadlines that follow from them.
 *
 * Unsure, it lays the case on the central desk under the legal period of the likeliest kind: the clock runs while a
 * person decides.
 *
 * @throws CityRecordMissing when the kind, or the central desk, is not in the city table
 */
export function classify({ COMPLAINT_TABLE, CITY_TABLE }: Settings, input: StepInput): Promise<Outlook> {
  return changeCase({ COMPLAINT_TABLE, CITY_TABLE }, 'Classify', input, async ({ complaint }) => {
    if (complaint.stage !== 'classify') return { after: complaint };
    const words = await readWords(COMPLAINT_TABLE, complaint.number);
    if (words === undefined) throw new ComplaintMissing(complaint.number);
    const { kinds, departments, holidays } = await readWholeCity(CITY_TABLE);
    const classification = classifyWords({ ...words, kind: complaint.kindChosen });
    const kind = kinds.find(({ id }) => id === classification.kind);
    if (kind === undefined) throw new CityRecordMissing('kind', classification.kind);
    const choices = deadlineChoices({
      receivedAt: roundStart(complaint),
      calendar: cityCalendarAt(input.at, holidays),
      kind,
      isSimple: classification.isSimple,
    });
    const classified: Complaint = { ...complaint, classification, choices };
    const facts = {
      kind: classification.kind,
      topic: classification.topic,
      isSimple: choices.isSimple,
      confidence: classification.confidence,
    };
    if (classification.isSure) {
      return { after: { ...classified, stage: 'classified' }, change: { isSeen: true, action: 'classified', facts } };
    }
    const after = atCentralDesk(departments, classified, input.at);
    return {
      after,
      change: {
        isSeen: true,
        action: 'classification-asked',
        facts,
        notices: [
          {
            step: 'classification-asked',
            round: complaint.round,
            to: { role: 'lead', id: after.assignment.lead },
          },
        ],
      },
    };
  });
}

function atCentralDesk(
  departments: readonly Department[],
  complaint: Complaint,
  assignedAt: Instant,
): Complaint & { assignment: NonNullable<Complaint['assignment']> } {
  const desk = departments.find(({ id }) => id === centralDeskId);
  if (desk === undefined) throw new CityRecordMissing('department', centralDeskId);
  return {
    ...complaint,
    stage: 'classification',
    status: 'in-classification',
    ...complaint.choices?.statutory,
    assignment: {
      department: desk.id,
      departmentName: desk.name,
      departmentNameEn: desk.nameEn,
      lead: desk.leadId,
      director: desk.directorId,
      reason: 'classification',
      assignedAt,
    },
  };
}
