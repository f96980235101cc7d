import { describe, expect, it } from 'vitest';
import { hear, movesDeadline } from '#rules/hearing.ts';
import { type Complaint, Stage } from '#schemas/complaint.ts';
import { at, complaintAt, official } from '#test/functions/samples.ts';
import { everySaid, said, speaker, standingAt } from './every-kind.ts';
import { afterSaying, byOperator, calendar } from './spoken.ts';

/** Every stage, and at the stages where more is known of the case, what that changes. */
const situations: Readonly<Record<string, Complaint>> = {
  ...Object.fromEntries(Stage.options.map((stage) => [stage, standingAt(stage)])),
  'answer, clock standing': afterSaying(complaintAt('answer'), said['supplement-request'], at),
  'answer, passed on': complaintAt('answer', { passing: { refusals: 0, from: { department: 'parks' } } }),
  'answer, passed on after a refusal': complaintAt('answer', {
    passing: { refusals: 1, from: { department: 'parks' } },
  }),
  'answer, decided': complaintAt('answer', { passing: { refusals: 2, decidedAt: at } }),
  'answer, needs approval': complaintAt('answer', { needsApproval: true }),
  'answer, draft waits': complaintAt('answer', { needsApproval: true, draft: { signal: 7, at, by: official } }),
  'closed, rated': complaintAt('closed', { status: 'closed', answeredAt: at, score: 2, ratedAt: at }),
  'closed, rated, third round': complaintAt('closed', {
    status: 'closed',
    answeredAt: at,
    score: 2,
    ratedAt: at,
    round: 3,
  }),
  'closed, never rated': complaintAt('closed', { status: 'closed', answeredAt: at }),
  'closed, withdrawn': complaintAt('closed', { status: 'withdrawn' }),
};

const speakerAt = (complaint: Complaint, kind: keyof typeof said) =>
  // At the adjudicating desk it is the desk that decides.
  complaint.stage === 'adjudication' && kind === 'transfer' ? byOperator : speaker[kind];

const outcomeOf = (complaint: Complaint, kind: keyof typeof said): string => {
  const by = speakerAt(complaint, kind);
  const heard = hear(complaint, said[kind], { at, by, signal: 8, calendar });
  return heard.outcome === 'refused' ? heard.code : `**→ ${heard.complaint.stage}**`;
};

const pageOf = (): string =>
  [
    '# What can be said when',
    '',
    'Everything that can be said to a complaint, at every stage of its story: the stage it leads to, or the code of the refusal.',
    'The API asks the same rule before it keeps what is said, and `Hear` when its turn comes (`rules/hearing.ts`). This page is',
    'written by `test/rules/hearing/every-signal.test.ts` and compared by it; `npx vitest run -u` on that file writes it anew.',
    '',
    `| | ${everySaid.join(' | ')} |`,
    `|---|${everySaid.map(() => '---').join('|')}|`,
    ...Object.entries(situations).map(
      ([name, complaint]) => `| ${name} | ${everySaid.map((kind) => outcomeOf(complaint, kind)).join(' | ')} |`,
    ),
    '',
  ].join('\n');

describe('what is said', () => {
  it('leads to a stage or is refused with a code, at every stage as docs/what-can-be-said.md has it', async () => {
    await expect(pageOf()).toMatchFileSnapshot('../../../docs/what-can-be-said.md');
  });

  const rows = Object.entries(situations).flatMap(([name, complaint]) =>
    everySaid.map((kind) => [kind, name, complaint] as const),
  );

  it.each(rows)('%s at %s changes nothing in place', (kind, _name, complaint) => {
    const before = structuredClone(complaint);
    hear(complaint, said[kind], { at, by: speakerAt(complaint, kind), signal: 8, calendar });
    expect(complaint).toEqual(before);
  });

  it.each(rows)('%s at %s moves no due instant but by an entry of the ledger', (kind, _name, complaint) => {
    const heard = hear(complaint, said[kind], { at, by: speakerAt(complaint, kind), signal: 8, calendar });
    if (heard.outcome === 'refused' || heard.complaint.stage === 'classified' || kind === 'correction') return;
    const { deadline, ledger } = heard.complaint;
    const hasEntry = ledger !== undefined && ledger !== complaint.ledger;
    if (complaint.stage !== 'classification' && !hasEntry) expect(deadline).toEqual(complaint.deadline);
    else expect(deadline?.dueAt).toBeDefined();
  });

  it.each(everySaid)('%s is judged without the calendar unless it moves a deadline', (kind) => {
    const moving: readonly string[] = [
      'extension',
      'supplement-request',
      'supplement',
      'outside-transfer',
      'outside-refusal',
      'decreed-holiday',
      'called-off-holiday',
    ];
    expect(movesDeadline(said[kind])).toBe(moving.includes(kind));
  });
});
