import type * as z from 'zod';
import { readCity } from '#functions/aws/city-table.ts';
import { hear as hearSaid } from '#rules/hearing.ts';
import { waitsForPeople } from '#rules/outlook.ts';
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
  return changeCase(COMPLAINT_TABLE, 'Hear', input, async ({ complaint, desk, signals }) => {
    const signal = signals.find(({ number }) => number === desk.heard + 1);
    // A stage that is the machine's to do was moved by a signal whose answer was lost: first do that.
    if (signal === undefined || !hearsAt(complaint)) return { after: complaint };
    const { said, at, by, number } = signal;
    const heard = hearSaid(complaint, said, { at, by });
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
    return {
      after: await withChoices(CITY_TABLE, heard.complaint, input.at),
      change: {
        isSeen: true,
        deskAfter: { heard: number },
        signal: { ...signal, status: 'applied' },
        action: 'signal-applied',
        facts,
        ...(heard.answer === undefined ? {} : { answer: heard.answer }),
      },
    };
  });
}

/** `classified` and `close` wait for nobody, but Assign and Close give way there to what was said. */
const hearsAt = (complaint: Complaint): boolean =>
  waitsForPeople(complaint) || complaint.stage === 'classified' || complaint.stage === 'close';

/** A person's classification has no deadlines yet: they follow from the kind. */
async function withChoices(cityTable: string, complaint: Complaint, at: Instant): Promise<Complaint> {
  const { stage, classification, receivedAt } = complaint;
  if (stage !== 'classified' || classification === undefined) return complaint;
  const kind = await readCity(cityTable, 'kind', classification.kind);
  if (kind === undefined) throw new CityRecordMissing('kind', classification.kind);
  return { ...complaint, choices: deadlineChoices(receivedAt, at, kind, classification.isSimple) };
}
