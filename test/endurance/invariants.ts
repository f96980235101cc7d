import { expect } from 'vitest';
import type { History } from '#schemas/api/auditor.ts';
import type { City, Message } from '#test/journeys/city.ts';

/** What must hold of every complaint, whatever people did to it and when; `outbox` has its messages. */
export function checkHistory(
  { number, complaint, signals, entries, ledger, clock, notices }: History,
  outbox: readonly Message[],
): void {
  // Said = heard: every signal applied once, or refused once with a reason.
  const heard = entries.filter(({ action }) => action === 'signal-applied' || action === 'signal-refused');
  expect(
    signals.map(({ status }) => status),
    number,
  ).not.toContain('said');
  expect(
    heard.map(({ facts }) => facts.signal),
    number,
  ).toEqual(signals.map(({ signal }) => signal));
  for (const { action, facts } of heard)
    if (action === 'signal-refused') expect(facts.code, number).toMatch(/^[a-z-]+$/);

  // The ledger's sum is the due instant, and what the complaint carries is what was recorded.
  if (clock !== undefined && complaint.deadline !== undefined) {
    const known = clock.lines.flatMap(({ dueAt }) => dueAt ?? []);
    const moved = clock.lines.reduce((sum, { movedMinutes }) => sum + movedMinutes, 0);
    expect((Date.parse(known.at(-1) ?? '') - Date.parse(known[0] ?? '')) / 60_000, number).toBeCloseTo(moved, 0);
    if (complaint.pausedAt === undefined && complaint.stage !== 'closed')
      expect(known.at(-1), number).toBe(complaint.deadline.dueAt);
    expect(
      ledger.slice(-clock.lines.length).map(({ kind }) => kind),
      number,
    ).toEqual(clock.lines.map(({ kind }) => kind));
  }

  // One hand at a time, and it is the last one that is recorded; the classifying desk's is none yet.
  const { assignment, hands = [], stage } = complaint;
  if (assignment !== undefined && stage !== 'classification' && assignment.reason !== 'classification') {
    expect(hands.at(-1), number).toMatchObject({ department: assignment.department });
    expect(hands.at(-1)?.person, number).toBe(assignment.person);
  }

  // One answer a round, and each round that is over was rated.
  expect(complaint.pastRounds?.length ?? 0, number).toBe(complaint.round - 1);

  // Every notice once: nothing planned twice for one cause, and one message for each that was accepted.
  const causes = notices
    .filter(({ signal }) => signal !== undefined)
    .map(({ step, signal, to }) => `${step} ${signal} ${'id' in to ? to.id : to.role}`);
  expect(new Set(causes).size, number).toBe(causes.length);
  const sent = notices.filter(({ status, channel }) => status === 'accepted' && channel !== 'topic');
  // Notices of one digest are one message.
  const messages = new Set(sent.map(({ messageId }) => messageId));
  const direct = outbox.filter(({ topic }) => topic === undefined).map(({ at, to, text }) => `${at} ${to} ${text}`);
  expect(direct.length, `${direct.join('\n')}\n${JSON.stringify(sent)}`).toBe(messages.size);
  expect(
    notices.filter(({ status }) => status === 'uncertain' || status === 'failed'),
    number,
  ).toEqual([]);
}

/** Who may see it, and who may know that it exists, by what the history says of its hands. */
export async function checkAccess(city: City, { number, complaint }: History): Promise<void> {
  const { assignment, hands = [], stage } = complaint;
  if (assignment === undefined) return;
  const status = async (who: string): Promise<number> => (await city.case(who, number)).status;
  const isDesks = assignment.person === undefined;
  expect(await status(assignment.person ?? 'operator-1'), `${number} ${stage} named`).toBe(200);
  expect(await status(assignment.lead), `${number} lead`).toBe(200);
  if (!isDesks) expect(await status('operator-1'), `${number} operator`).not.toBe(200);
  for (const { person, department } of hands) {
    if (person === undefined || department === assignment.department) continue;
    expect(await status(person), `${number} former ${person}`).toBe(403);
  }
  expect(await status('official-culture-1'), `${number} stranger`).toBe(404);
}
