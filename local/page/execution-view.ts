import { drawMachine } from '#local/drawing/drawing.ts';
import { type Members, membersOf, numberOf, textOf } from '#local/template/reading.ts';
import type { Execution, ExecutionStory } from './executions.ts';
import { escaped, type Html, time } from './html.ts';

/** Where an execution has its page. */
export function executionPath({ arn }: Pick<Execution, 'arn'>): string {
  return `/_local/page/execution?arn=${encodeURIComponent(arn)}`;
}

/** The executions as a table, each with a way to its page. */
export function executionsTable(executions: readonly Execution[]): Html {
  if (executions.length === 0) return '<p>No execution yet: file a complaint, or run <code>npm run demo</code>.</p>';
  const rows = executions.map(
    (execution) =>
      `<tr><th scope="row"><a href="${escaped(executionPath(execution))}">${escaped(execution.name)}</a></th><td>${statusOf(execution)}</td><td>${time(execution.startedAt)}</td><td>${execution.stoppedAt === undefined ? '<span class="soft">not yet</span>' : time(execution.stoppedAt)}</td></tr>`,
  );
  return `<div class="wide" tabindex="0" role="region" aria-label="Executions">
<table>
<thead><tr><th scope="col">Execution</th><th scope="col">Status</th><th scope="col">Began (Seoul)</th><th scope="col">Ended (Seoul)</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>`;
}

/** An execution's state machine with the path it took. */
export function pathDrawing({ name, definition, events }: ExecutionStory): Html {
  return `<div class="drawing" tabindex="0" role="region" aria-label="Drawing, scrolls sideways">
${drawMachine(definition, { title: `The path of execution ${name}`, events, id: 'path' })}</div>`;
}

/** An execution's whole history as a table. */
export function historyTable({ events, startedAt }: ExecutionStory): Html {
  let state = '';
  const rows = events.map((event) => {
    const details = detailsOf(event);
    state = textOf(membersOf(event.stateEnteredEventDetails).name) ?? state;
    const at = (numberOf(event.timestamp) ?? 0) * 1000;
    const kind = textOf(event.type) ?? '';
    const look = kind.endsWith('StateEntered') ? ' class="entered"' : '';
    return `<tr${look}><td>${escaped(textOf(event.id) ?? '')}</td><th scope="row">${escaped(inWords(kind))}</th><td>${escaped(/^Execution/.test(kind) ? '' : state)}</td><td>${time(at)}</td><td>${escaped(after(at - startedAt))}</td><td>${escaped(details)}</td></tr>`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="History">
<table>
<thead><tr><th scope="col">No.</th><th scope="col">Event</th><th scope="col">State</th><th scope="col">At (Seoul)</th><th scope="col">After</th><th scope="col">Error</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>`;
}

/** The status as words with a colour; the words alone say it. */
export function statusOf({ status }: Pick<Execution, 'status'>): Html {
  return `<span class="status ${escaped(status.toLowerCase())}">${escaped(status.toLowerCase().replaceAll('_', ' '))}</span>`;
}

function detailsOf(event: Members): string {
  const details = Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1];
  return textOf(membersOf(details).error) ?? '';
}

/** `TaskStateEntered` → `Task state entered`. */
function inWords(type: string): string {
  const words = type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const steps = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const;

/** Two units are enough: `2 d 3 h`, `14 s`. */
function after(milliseconds: number): string {
  let rest = milliseconds;
  const parts = steps.flatMap(([size, unit]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return parts.slice(0, 2).join(' ') || '0 s';
}
