import type * as z from 'zod';
import { readWholeCity, type WholeCity } from '#functions/aws/city-table.ts';
import { type Docket, readWords } from '#functions/aws/complaint-table.ts';
import { classify as classifyWords } from '#rules/classification.ts';
import { cityCalendarAt } from '#rules/clock/holidays.ts';
import { barredBy, namedIn } from '#rules/people/named-people.ts';
import { isKindSure, withProtection } from '#rules/people/protection.ts';
import { centralDeskId, routeToDesk } from '#rules/people/routing.ts';
import { roundStart } from '#rules/under-way.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { CityRecordMissing, ComplaintMissing } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { ProtectingTaskSettings } from '#schemas/settings.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { changeCase, type Decided } from './change-case.ts';
import { deadlineChoices } from './deadline-choices.ts';

type Settings = z.infer<typeof ProtectingTaskSettings>;

/**
 * Finds kind, topic and simplicity by the words, and the deadlines that follow from them.
 *
 * Unsure, it lays the case on the central desk under the legal period of the likeliest kind: the clock runs while a
 * person decides. A kind that protects its reporter hides them here, before anybody has the case.
 *
 * @throws CityRecordMissing when the kind is not in the city table; CentralDeskMissing, AllBarred when nobody can classify
 */
export function classify(settings: Settings, input: StepInput): Promise<Outlook> {
  const { COMPLAINT_TABLE, CITY_TABLE } = settings;
  const decide = async ({ complaint }: Docket): Promise<Decided> => {
    if (complaint.stage !== 'classify') return { after: complaint };
    const words = await readWords(COMPLAINT_TABLE, complaint.number);
    if (words === undefined) throw new ComplaintMissing(complaint.number);
    const city = await readWholeCity(CITY_TABLE);
    const { kinds, holidays } = city;
    const classification = classifyWords({ ...words, kind: complaint.kindChosen });
    const kind = kinds.find(({ id }) => id === classification.kind);
    if (kind === undefined) throw new CityRecordMissing('kind', classification.kind);
    const choices = deadlineChoices({
      receivedAt: roundStart(complaint),
      calendar: cityCalendarAt(input.at, holidays),
      kind,
      isSimple: classification.isSimple,
    });
    const named = namedIn(words, city);
    const judged: Complaint = { ...complaint, classification, choices, ...(named === undefined ? {} : { named }) };
    const classified = isKindSure(judged) ? withProtection(judged) : judged;
    const facts = {
      kind: classification.kind,
      topic: classification.topic,
      isSimple: choices.isSimple,
      confidence: classification.confidence,
    };
    if (classification.isSure) {
      return { after: { ...classified, stage: 'classified' }, change: { isSeen: true, action: 'classified', facts } };
    }
    const after = atCentralDesk(city, classified, input.at);
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
            to:
              after.assignment.person === undefined
                ? { role: 'lead', id: after.assignment.lead }
                : { role: 'official', id: after.assignment.person },
          },
        ],
      },
    };
  };
  return changeCase(settings, 'Classify', input, decide);
}

/** Laid on the central desk, where any operator takes it; if somebody there is named in it, before one person of the audit office. */
function atCentralDesk(
  { departments, people }: WholeCity,
  complaint: Complaint,
  assignedAt: Instant,
): Complaint & { assignment: NonNullable<Complaint['assignment']> } {
  const { number } = complaint;
  const { departmentId, personId } = routeToDesk({ number, departments, people, barred: barredBy(complaint) });
  const desk = departments.find(({ id }) => id === departmentId);
  if (desk === undefined) throw new CityRecordMissing('department', departmentId);
  return {
    ...complaint,
    stage: 'classification',
    status: 'in-classification',
    ...complaint.choices?.statutory,
    assignment: {
      department: desk.id,
      departmentName: desk.name,
      departmentNameEn: desk.nameEn,
      ...(departmentId === centralDeskId ? {} : { person: personId }),
      lead: desk.leadId,
      director: desk.directorId,
      reason: 'classification',
      assignedAt,
    },
  };
}
