import type * as z from 'zod';
import { readCity, readHolidays } from '#functions/aws/city-table.ts';
import { readSignal } from '#functions/aws/complaint-table.ts';
import { hear as hearSaid, movesDeadline } from '#rules/hearing.ts';
import { cityCalendar, cityCalendarAt } from '#rules/holidays.ts';
import { waitsForPeople } from '#rules/outlook.ts';
import { isUnanswered } from '#rules/unanswered.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { CityRecordMissing } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { CityTaskSettings } from '#schemas/settings.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { changeCase } from './change-case.ts';
import { deadlineChoices } from './deadline-choices.ts';

type Settings = z.infer<typeof CityTaskSettings>;

/**
 * Takes the oldest signal not yet heard and applies or refuses it, once and in order.
 *
 * With nothing unheard it changes nothing. Called again after its change was kept, it may hear the next signal: the
 * outlook tells the stage that all of them together led to, so nothing is skipped.
 */
export function hear({ COMPLAINT_TABLE, CITY_TABLE }: Settings, input: StepInput): Promise<Outlook> {
  return changeCase(COMPLAINT_TABLE, 'Hear', input, async ({ complaint, desk }) => {
    // A stage that is the machine's to do was moved by a signal whose answer was lost: first do that.
    const isHearing = desk.said > desk.heard && hearsAt(complaint);
    const signal = isHearing ? await readSignal(COMPLAINT_TABLE, complaint.number, desk.heard + 1) : undefined;
    if (signal === undefined) return { after: complaint };
    const { said, at, by, number } = signal;
    const calendar = cityCalendar(movesDeadline(said) ? await readHolidays(CITY_TABLE) : []);
    const heard = hearSaid(complaint, said, { at, by, calendar });
    const facts = { signal: number, said: said.kind };
    if (heard.outcome === 'refused') {
      const { code, message } = heard;
      return {
        after: complaint,
        change: {
          isSeen: true,
          deskAfter: { heard: number },
          signal: { ...signal, status: 'refused', refusal: { code, message } },
          action: 'signal-refused',
          facts: { ...facts, code },
        },
      };
    }
    const after = await withChoices(CITY_TABLE, heard.complaint, input.at);
    return {
      after,
      change: {
        isSeen: true,
        deskAfter: { heard: number },
        signal: { ...signal, status: 'applied' },
        action: 'signal-applied',
        facts: { ...facts, ...movedOf(complaint, after) },
        ...(heard.answer === undefined ? {} : { answer: heard.answer }),
        ...(heard.told === undefined
          ? {}
          : { notices: heard.told.map((told) => ({ ...told, round: complaint.round, signal: number })) }),
        // What was waited for in vain has come, or nobody waits for it any more.
        ...(isUnanswered(complaint) && !isUnanswered(after) ? { need: 'removed' as const } : {}),
      },
    };
  });
}

/** `classified` and `close` wait for nobody, but Assign and Close give way there to what was said. */
const hearsAt = (complaint: Complaint): boolean =>
  waitsForPeople(complaint) || complaint.stage === 'classified' || complaint.stage === 'close';

/** Both dates, when what was heard moved the deadline. */
function movedOf(before: Complaint, after: Complaint): { dueAtBefore?: string; dueAt?: string } {
  const [dueAtBefore, dueAt] = [before.deadline?.dueAt, after.deadline?.dueAt];
  return dueAtBefore === undefined || dueAt === undefined || dueAtBefore === dueAt ? {} : { dueAtBefore, dueAt };
}

/** A person's classification has no deadlines yet: they follow from the kind. */
async function withChoices(cityTable: string, complaint: Complaint, at: Instant): Promise<Complaint> {
  const { stage, classification, receivedAt } = complaint;
  if (stage !== 'classified' || classification === undefined) return complaint;
  const kind = await readCity(cityTable, 'kind', classification.kind);
  if (kind === undefined) throw new CityRecordMissing('kind', classification.kind);
  const calendar = cityCalendarAt(at, await readHolidays(cityTable));
  const { isSimple } = classification;
  return { ...complaint, choices: deadlineChoices({ receivedAt, calendar, kind, isSimple }) };
}
