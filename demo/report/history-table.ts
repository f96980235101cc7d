import type { History } from '#schemas/api/auditor.ts';
import type { Actor, AuditEntry } from '#schemas/audit-entry.ts';
import { seoulTime } from '../play/seoul-time.ts';
import { fitted, WIDTH, width } from './columns.ts';
import { ink } from './ink.ts';

/** The history with the most to tell: that which climbed highest, and of those the one with the most entries, lookers-on left out. */
export const richest = (histories: readonly History[]): History | undefined =>
  histories.toSorted((one, other) => escalations(other) - escalations(one) || told(other).length - told(one).length)[0];

const escalations = ({ complaint }: History): number =>
  complaint.rungsDone.filter((rung) => rung.startsWith('escalate')).length;

const told = ({ entries }: History): readonly AuditEntry[] => entries.filter(({ action }) => action !== 'history-read');

const columns = [11, 28, 20] as const;
const factColumns = WIDTH - columns.reduce((sum, one) => sum + one + 2, 1);

/** Which complaint it is, and what. */
export const caseLine = ({ number, complaint: { classification, district } }: History): string =>
  ` ${number}  ${classification?.kind ?? '?'} · ${classification?.topic ?? '?'} · ${district ?? ''}`;

/** One complaint's history as lines of a table: when, who, what, and the facts of it. */
export function historyTable(history: History): string[] {
  const { complaint, executions, notices, entries } = history;
  const { assignment, deadline, rulesVersion = '' } = complaint;
  const ours = told(history);
  return [
    caseLine(history),
    ` ${assignment?.departmentName ?? ''} ${assignment?.person ?? ''}`,
    ` due ${deadline === undefined ? '?' : seoulTime(Date.parse(deadline.dueAt))} (${deadline?.basis ?? '?'}), rules ${rulesVersion}`,
    ` executions ${executions.length}, notices ${notices.length}, looks by auditors ${entries.length - ours.length}`,
    '',
    ink('dim', line('Seoul', 'who', 'what', 'facts')),
    ...ours.flatMap(entryLines),
  ];
}

/** An entry, its facts broken over as many lines as they need. */
function entryLines({ at, actor, action, facts }: AuditEntry): string[] {
  const [first = '', ...rest] = broken(factTexts(facts));
  const when = seoulTime(Date.parse(at)).slice('2026-'.length);
  return [line(when, actorName(actor), action, first), ...rest.map((text) => line('', '', '', text))];
}

const line = (when: string, who: string, what: string, facts: string): string =>
  ` ${[fitted(when, columns[0]), fitted(who, columns[1]), fitted(what, columns[2]), fitted(facts, factColumns)].join('  ')}`.trimEnd();

function broken(texts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const longer = lines.length === 0 ? text : `${lines.at(-1)}, ${text}`;
    if (lines.length > 0 && width(longer) <= factColumns) lines[lines.length - 1] = longer;
    else lines.push(text);
  }
  return lines;
}

function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'petitioner':
    case 'calendar':
    case 'files':
      return actor.kind;
    case 'person':
    case 'institution':
      return actor.id;
    case 'step':
      return `» ${actor.step}`;
  }
}

/** The facts as `name value` in the order of their names, instants in Seoul time. */
const factTexts = (facts: AuditEntry['facts']): string[] =>
  Object.entries(facts)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => {
      const isInstant = /^\d{4}-.*Z$/.test(String(value));
      return `${name} ${isInstant ? seoulTime(Date.parse(String(value))) : value}`;
    });
