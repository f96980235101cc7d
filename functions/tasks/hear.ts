import type * as z from 'zod';
import { readCity, readHolidays } from '#functions/aws/city-table.ts';
import { type Docket, readSignal, readWords } from '#functions/aws/complaint-table.ts';
import { cityCalendar, cityCalendarAt } from '#rules/clock/holidays.ts';
import type { HeardAnswer } from '#rules/hearing/outcome.ts';
import { hear as hearSaid, movesDeadline } from '#rules/hearing.ts';
import { waitsForPeople } from '#rules/outlook.ts';
import { absentOf } from '#rules/people/speaker-name.ts';
import { lackOf } from '#rules/score/lack-of.ts';
import { isUnanswered } from '#rules/unanswered.ts';
import { roundStart } from '#rules/under-way.ts';
import type { Answer } from '#schemas/answer.ts';
import type { Complaint, EarlierWords, Words } from '#schemas/complaint.ts';
import { CityRecordMissing, ComplaintMissing, StageUnexpected } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { ProtectingTaskSettings } from '#schemas/settings.ts';
import type { Signal } from '#schemas/signal.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { changeCase, type Decided } from './change-case.ts';
import { deadlineChoices } from './deadline-choices.ts';

type Settings = z.infer<typeof ProtectingTaskSettings>;

/**
 * Takes the oldest signal not yet heard and applies or refuses it, once and in order.
 *
 * With nothing unheard it changes nothing. Called again after its change was kept, it may hear the next signal: the
 * outlook tells the stage that all of them together led to, so nothing is skipped.
 */
export function hear(settings: Settings, input: StepInput): Promise<Outlook> {
  const { COMPLAINT_TABLE, CITY_TABLE } = settings;
  const decide = async ({ complaint, desk }: Docket): Promise<Decided> => {
    // A stage that is the machine's to do was moved by a signal whose answer was lost: first do that.
    const isHearing = desk.said > desk.heard && hearsAt(complaint);
    const signal = isHearing ? await readSignal(COMPLAINT_TABLE, complaint.number, desk.heard + 1) : undefined;
    if (signal === undefined) return nothingHeard(complaint, desk.open);
    const { said, at, by, number } = signal;
    const calendar = cityCalendar(movesDeadline(said) ? await readHolidays(CITY_TABLE) : []);
    const heard = hearSaid(complaint, said, { at, by, signal: number, calendar });
    const absent = absentOf(by);
    const facts = { signal: number, said: said.kind, ...(absent === undefined ? {} : { for: absent }) };
    if (heard.outcome === 'refused') {
      const { code, message } = heard;
      return {
        // A closed complaint was opened for what is refused now: it closes again.
        after: complaint.stage === 'closed' ? { ...complaint, stage: 'close' } : complaint,
        change: {
          isSeen: true,
          deskAfter: { heard: number },
          signal: { ...signal, status: 'refused', refusal: { code, message } },
          action: 'signal-refused',
          facts: { ...facts, code },
        },
      };
    }
    const answer = heard.answer === undefined ? undefined : await withText(COMPLAINT_TABLE, complaint, heard.answer);
    const heardNow = answer === undefined ? heard.complaint : await weighed(COMPLAINT_TABLE, heard.complaint, answer);
    const after = await withChoices(CITY_TABLE, heardNow, input.at);
    return {
      after,
      change: {
        isSeen: true,
        deskAfter: { heard: number },
        signal: { ...signal, status: 'applied' },
        action: 'signal-applied',
        facts: { ...facts, ...movedOf(complaint, after), ...lackingOf(answer, after) },
        ...(answer === undefined ? {} : { answer }),
        ...(said.kind === 'correction' ? { words: await correctedWords(COMPLAINT_TABLE, signal, complaint) } : {}),
        ...(heard.told === undefined
          ? {}
          : { notices: heard.told.map((told) => ({ ...told, round: complaint.round, signal: number })) }),
        // What was waited for in vain has come, or nobody waits for it any more.
        ...(isUnanswered(complaint) && !isUnanswered(after) ? { need: 'removed' as const } : {}),
      },
    };
  };
  return changeCase(settings, 'Hear', input, decide);
}

/** Stages that wait for nobody, but whose step gives way to what was said; `closed` was opened again by it. */
const givesWay: readonly Complaint['stage'][] = ['classified', 'assign', 'adjudicate', 'close', 'closed'];

const hearsAt = (complaint: Complaint): boolean => waitsForPeople(complaint) || givesWay.includes(complaint.stage);

/** A closed complaint with nothing to hear is nobody's to go on with; over an open desk it closes again. */
function nothingHeard(complaint: Complaint, isOpen: boolean): Decided {
  const { number, stage } = complaint;
  if (stage !== 'closed') return { after: complaint };
  if (!isOpen) throw new StageUnexpected(number, stage, 'Hear');
  return { after: { ...complaint, stage: 'close' }, change: { isSeen: false, action: 'closing-again' } };
}

/** An answer with its text: that of the draft, where a draft was approved. */
async function withText(table: string, { number }: Complaint, answer: HeardAnswer): Promise<Answer> {
  if (!('draft' in answer)) return answer;
  const { draft, ...rest } = answer;
  const said = (await readSignal(table, number, draft))?.said;
  if (said?.kind !== 'answer') throw new ComplaintMissing(`${number}, draft ${draft}`);
  return { ...rest, text: said.text };
}

/** An answer that says nothing ends the wait like any other, but is not counted as one. */
async function weighed(table: string, complaint: Complaint, { text }: Answer): Promise<Complaint> {
  const words = await readWords(table, complaint.number);
  const lacks = words === undefined ? undefined : lackOf(text, words);
  return lacks === undefined ? complaint : { ...complaint, lacks };
}

const lackingOf = (answer: Answer | undefined, { lacks }: Complaint): { lacks?: string } =>
  answer === undefined || lacks === undefined ? {} : { lacks };

type CorrectedWords = Extract<Signal['said'], { kind: 'correction' }>['words'];

const defined = ({ title, text, location }: CorrectedWords): Partial<Words> => ({
  ...(title === undefined ? {} : { title }),
  ...(text === undefined ? {} : { text }),
  ...(location === undefined ? {} : { location }),
});

/** The words as the petitioner corrected them, and those they were before. */
async function correctedWords(
  table: string,
  { said, at, number: signal }: Signal,
  { number }: Complaint,
): Promise<{ signal: number; words: Words; earlier: EarlierWords }> {
  const before = await readWords(table, number);
  if (before === undefined || said.kind !== 'correction') throw new ComplaintMissing(number);
  const words = { ...before, ...defined(said.words) };
  return { signal, words, earlier: { ...before, correctedAt: at } };
}

/** Both dates, when what was heard moved the deadline. */
function movedOf(before: Complaint, after: Complaint): { dueAtBefore?: string; dueAt?: string } {
  const [dueAtBefore, dueAt] = [before.deadline?.dueAt, after.deadline?.dueAt];
  return dueAtBefore === undefined || dueAt === undefined || dueAtBefore === dueAt ? {} : { dueAtBefore, dueAt };
}

/** A person's classification, or another round, has no deadlines yet: they follow from the kind. */
async function withChoices(cityTable: string, complaint: Complaint, at: Instant): Promise<Complaint> {
  const { stage, classification } = complaint;
  if (stage !== 'classified' || classification === undefined) return complaint;
  const kind = await readCity(cityTable, 'kind', classification.kind);
  if (kind === undefined) throw new CityRecordMissing('kind', classification.kind);
  const calendar = cityCalendarAt(at, await readHolidays(cityTable));
  const { isSimple } = classification;
  return { ...complaint, choices: deadlineChoices({ receivedAt: roundStart(complaint), calendar, kind, isSimple }) };
}
