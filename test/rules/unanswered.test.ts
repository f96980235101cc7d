import { describe, expect, it } from 'vitest';
import { isUnanswered, unansweredNeed } from '#rules/unanswered.ts';
import { Stage } from '#schemas/complaint.ts';
import { Need } from '#schemas/need.ts';
import { type Rung, Rung as RungSchema } from '#schemas/rung.ts';
import { at, complaintAt, dueAt, number } from '#test/functions/samples.ts';
import { away } from './hearing/spoken.ts';

const rung = (id: string, step: string, millis: number): Rung => RungSchema.parse({ id, step, at: away(at, millis) });
const ladder = [
  rung('remind-official-80', 'RemindOfficial', 0),
  rung('escalate-to-lead', 'EscalateToLead', 1),
  rung('escalate-to-audit-office', 'EscalateToAuditOffice', 2),
  rung('tell-progress', 'TellProgress', 3),
];
const assignment = complaintAt('answer').assignment;

describe('a case that waits for an answer', () => {
  it.each([
    ['nothing was climbed', [], false],
    ['the lead was told', ['escalate-to-lead'], false],
    ['the audit office was told', ['escalate-to-lead', 'escalate-to-audit-office'], true],
    ['all was climbed', ['remind-official-80', 'escalate-to-lead', 'escalate-to-audit-office', 'tell-progress'], true],
  ])('when %s is unanswered: %s', (_, rungsDone, expected) => {
    expect(isUnanswered(complaintAt('answer', { rungs: ladder, rungsDone }))).toBe(expected);
  });

  it.each([
    ['before the last rung', 1, false],
    ['at the last rung', 2, false],
    ['after the last rung', 3, true],
  ])('that was assigned %s is unanswered: %s', (_, millis, expected) => {
    const late = { ...assignment, assignedAt: away(at, millis) };
    expect(isUnanswered(complaintAt('answer', { rungs: ladder, assignment: late }))).toBe(expected);
  });

  it('is not unanswered while its clock stands', () => {
    const rungs = [rung('supplement-term-1-ended', 'RemindOfficial', 1)];
    expect(isUnanswered(complaintAt('answer', { rungs, pausedAt: at }))).toBe(false);
    expect(isUnanswered(complaintAt('answer', { rungs }))).toBe(true);
  });

  it.each(Stage.options)('is unanswered only while it waits for a person: %s', (stage) => {
    const waits = ['answer', 'acceptance', 'classification', 'adjudication'].includes(stage);
    expect(isUnanswered(complaintAt(stage, { rungs: [] }))).toBe(waits);
  });
});

describe('what stands in the operator’s queue for it', () => {
  it.each([
    ['answer', 'AwaitAnswer'],
    ['acceptance', 'AwaitAcceptance'],
    ['classification', 'AskForClassification'],
  ] as const)('at %s names %s, where its execution waits', (stage, state) => {
    const need = unansweredNeed(complaintAt(stage), `${number}-2`, dueAt);
    expect(need).toEqual({ number, since: dueAt, execution: `${number}-2`, state, error: 'Unanswered' });
    expect(Need.parse(need)).toEqual(need);
  });
});
