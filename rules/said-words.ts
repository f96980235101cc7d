import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Signal } from '#schemas/signal.ts';
import { speakerName } from './people/speaker-name.ts';

/** What the petitioner asked again, in order. */
export const questionsOf = (signals: readonly Signal[]): { at: Instant; text: string }[] =>
  signals.flatMap(({ said, at, status }) =>
    said.kind === 'question' && status === 'applied' ? [{ at, text: said.text }] : [],
  );

/** The draft of an answer that waits for approval, with its text; `undefined` when none does. */
export function draftOf(
  { draft }: Complaint,
  signals: readonly Signal[],
): (NonNullable<Complaint['draft']> & { text: string }) | undefined {
  const said = signals.find(({ number }) => number === draft?.signal)?.said;
  return draft === undefined || said?.kind !== 'answer' ? undefined : { ...draft, text: said.text };
}

/** Why a case was passed on, given back, put off or closed, in the words of whoever did; in order. */
export const reasonsOf = (signals: readonly Signal[]): { at: Instant; by: string; kind: string; text: string }[] =>
  signals.flatMap(({ said, at, by, status }) =>
    status === 'applied' && 'reason' in said && said.reason !== undefined
      ? [{ at, by: speakerName(by), kind: said.kind, text: said.reason }]
      : [],
  );
