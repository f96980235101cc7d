import type { History } from '#schemas/api/auditor.ts';
import type { Actor, AuditEntry } from '#schemas/audit-entry.ts';
import { seoulTime } from '../play/seoul-time.ts';
import { fitted, WIDTH } from './columns.ts';
import { ink } from './ink.ts';

/** The history with the most to tell: the one with the most entries that people and steps made, not lookers-on. */
export const richest = (histories: readonly History[]): History | undefined =>
  histories.toSorted((one, other) => told(other).length - told(one).length)[0];

const told = ({ entries }: History): readonly AuditEntry[] => entries.filter(({ action }) => action !== 'history-read');

const columns = [16, 28, 22] as const;

/** One complaint's history as lines of a table: when, who, what, and the facts of it. */
export function historyTable(history: History): string[] {
  const { number, complaint, executions, notices } = history;
  const { classification, assignment, deadline, rulesVersion = '' } = complaint;
  const looks = history.entries.length - told(history).length;
  const rest = WIDTH - columns.reduce((sum, one) => sum + one + 2, 1);
  const line = (when: string, who: string, what: string, facts: string): string =>
    ` ${[fitted(when, columns[0]), fitted(who, columns[1]), fitted(what, columns[2]), fitted(facts, rest)].join('  ')}`;
  return [
    ...[
      `${number}  ${classification?.kind ?? '?'} · ${classification?.topic ?? '?'} · ${complaint.district ?? ''}`,
      `${assignment?.departmentName ?? ''} ${assignment?.person ?? ''}`,
      `due ${deadline === undefined ? '?' : seoulTime(Date.parse(deadline.dueAt))} (${deadline?.basis ?? '?'}), rules ${rulesVersion}`,
      `executions ${executions.length}, notices ${notices.length}, looks by auditors ${looks}`,
    ].map((text) => fitted(` ${text}`, WIDTH).trimEnd()),
    '',
    ink('dim', line('Seoul time', 'who', 'what', 'facts').trimEnd()),
    ...told(history).map(({ at, actor, action, facts }) =>
      line(seoulTime(Date.parse(at)), actorName(actor), action, factsText(facts)).trimEnd(),
    ),
  ];
}

function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'petitioner':
      return 'petitioner';
    case 'person':
      return actor.id;
    case 'step':
      return `» ${actor.step}`;
  }
}

/** The facts as `name value`, instants in Seoul time. */
const factsText = (facts: AuditEntry['facts']): string =>
  Object.entries(facts)
    .map(
      ([name, value]) => `${name} ${/^\d{4}-.*Z$/.test(String(value)) ? seoulTime(Date.parse(String(value))) : value}`,
    )
    .join(', ');
