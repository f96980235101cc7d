import { describe, expect, it } from 'vitest';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import { outlookOf, rungsLeft } from '#rules/outlook.ts';
import { type Complaint, Stage } from '#schemas/complaint.ts';
import { Rung } from '#schemas/rung.ts';
import { Outlook } from '#schemas/tasks/outlook.ts';
import { at, complaintAt, dueAt, rateUntil } from '#test/functions/samples.ts';

const assigned = complaintAt('answer').assignment;
const assignedAt = toMillis(at);
const rung = (id: string, step: string, millis: number): Rung =>
  Rung.parse({ id, step, at: toInstant(assignedAt + millis) });
const fifty = rung('remind-official-50', 'RemindOfficial', 0);
const due = rung('escalate-to-lead', 'EscalateToLead', 5);

describe('the rungs left', () => {
  const left = (changes: Readonly<Record<string, unknown>>) =>
    rungsLeft(complaintAt('answer', { rungs: [fifty, due], ...changes })).map(({ id }) => id);

  it.each([
    [-1, ['remind-official-50', 'escalate-to-lead']],
    [0, ['remind-official-50', 'escalate-to-lead']],
    [1, ['escalate-to-lead']],
  ])('assigned %i ms from a rung are %j', (millis, ids) => {
    const assignment = { ...assigned, assignedAt: toInstant(assignedAt + millis) };
    expect(left({ assignment })).toEqual(ids);
  });

  it('are those not climbed', () => {
    expect(left({ rungsDone: ['remind-official-50'] })).toEqual(['escalate-to-lead']);
    expect(left({ rungsDone: ['remind-official-50', 'escalate-to-lead'] })).toEqual([]);
  });

  it('are all of them while nobody is assigned', () => {
    expect(left({ assignment: undefined })).toHaveLength(2);
  });
});

describe('an outlook', () => {
  const choices = {
    isSimple: false,
    isBeforeCutOff: true,
    ...Object.fromEntries(
      ['sameDay', 'nextWorkingDay', 'statutory'].map((name) => [
        name,
        { deadline: { basis: 'statutory', dueAt, provisional: false }, rungs: [due] },
      ]),
    ),
  };
  const whole = (stage: Stage): Complaint => complaintAt(stage, { rungs: [due], choices, rateUntil });

  it.each(Stage.options)('at %s has every member, as the workflow needs it', (stage) => {
    const outlook = outlookOf(whole(stage));
    expect(Outlook.parse(outlook)).toEqual(outlook);
    expect(outlook).toMatchObject({ stage, deadline: { dueAt }, rungs: [due] });
  });

  it('of a complaint just filed says nothing with null, never with nothing', () => {
    const filed = complaintAt('receive', { deadline: undefined, assignment: undefined });
    expect(outlookOf(filed)).toEqual({ stage: 'receive', deadline: null, rungs: [], rateUntil: null, choices: null });
  });

  it.each(Stage.options)('at %s carries the choices only while one has to be made', (stage) => {
    expect(outlookOf(whole(stage)).choices !== null).toBe(stage === 'classified');
  });

  it('waits ten seconds beyond the rating window, so that a rating begun in time is kept', () => {
    expect(outlookOf(whole('rating')).rateUntil).toBe('2026-12-15T09:00:10.000Z');
  });

  it('carries nothing of who has the case', () => {
    expect(JSON.stringify(outlookOf(whole('answer')))).not.toContain('water');
  });
});
