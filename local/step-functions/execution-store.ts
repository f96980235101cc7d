import type { Journal } from '#local/journal/journal.ts';
import { type Machine, readMachine } from './definition/definition.ts';
import type { Execution } from './execution.ts';
import { type ExecutionRow, toRow } from './execution-row.ts';
import { EXECUTION_TABLES } from './execution-tables.ts';
import type { StoredEvent } from './history.ts';
import { parseJson } from './json.ts';
import { type KeptMapRun, restored } from './snapshot.ts';

/**
 * Executions and their histories in the journal.
 *
 * Keeps what https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html tells.
 * A history is kept as one row for each stretch of events that were committed together.
 */
export class ExecutionStore {
  readonly #journal: Journal;
  readonly #definitions = new Map<string, number>();
  readonly #machines = new Map<number, Machine>();
  #lastId: number;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.db.exec(EXECUTION_TABLES);
    this.#lastId = Number(journal.statement('SELECT coalesce(max(id), 0) AS last FROM sfn_execution').get()?.last);
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Within a commit: keeps an execution that begins. */
  insert(execution: Execution): void {
    this.#journal
      .statement(
        `INSERT INTO sfn_execution (id, arn, machine_arn, machine_name, definition, role_arn, input, started_at, deadline_at,
           map_run, item, status, events, is_pending, unannounced)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'RUNNING', 0, 1, ?)`,
      )
      .run(
        execution.id,
        execution.arn,
        execution.machineArn,
        execution.machineName,
        this.#definitionId(execution.machine.text),
        execution.roleArn,
        execution.inputText,
        execution.startedAt,
        execution.deadlineAt,
        execution.mapRun?.arn ?? null,
        execution.mapRun?.index ?? null,
        execution.mapRun === undefined ? 1 : 0,
      );
  }

  /** Within a commit: adds events to a history. */
  append(execution: number, first: number, eventsText: string): void {
    this.#journal.statement('INSERT INTO sfn_history VALUES (?, ?, ?)').run(execution, first, eventsText);
  }

  /** Within a commit: where a running execution stands. */
  save(
    id: number,
    state: { events: number; snapshot: string; wakeAt: number; wakeOrder: number; isPending: boolean },
  ): void {
    this.#journal
      .statement(
        'UPDATE sfn_execution SET events = ?, snapshot = ?, wake_at = ?, wake_order = ?, is_pending = ? WHERE id = ?',
      )
      .run(state.events, state.snapshot, state.wakeAt, state.wakeOrder, state.isPending ? 1 : 0, id);
  }

  /** Within a commit: how an execution ended. A failed one keeps its snapshot for a redrive. */
  close(execution: Execution, lastSnapshot: string | undefined): void {
    this.#journal
      .statement(
        `UPDATE sfn_execution SET events = ?, snapshot = ?, wake_at = NULL, is_pending = 0, status = ?,
           stopped_at = ?, output = ?, error = ?, cause = ?, unannounced = unannounced | ? WHERE id = ?`,
      )
      .run(
        execution.eventCount,
        lastSnapshot ?? null,
        execution.status,
        execution.stoppedAt ?? null,
        execution.outputText ?? null,
        execution.error ?? null,
        execution.cause ?? null,
        execution.mapRun === undefined ? 2 : 0,
        execution.id,
      );
  }

  /** Within a commit: a redriven execution runs again. */
  reopen(execution: Execution): void {
    this.#journal
      .statement(
        `UPDATE sfn_execution SET status = 'RUNNING', stopped_at = NULL, output = NULL, error = NULL, cause = NULL,
           redrives = ?, deadline_at = ?, redriven_at = ?, unannounced = unannounced | 1 WHERE id = ?`,
      )
      .run(execution.redriveCount, execution.deadlineAt, execution.redrivenAt ?? null, execution.id);
  }

  /** A running execution, built anew. */
  load(id: number, evenStopped = false): Execution | undefined {
    const row = this.#journal.statement('SELECT * FROM sfn_execution WHERE id = ?').get(id);
    if (row === undefined || row.snapshot === null || (row.status !== 'RUNNING' && !evenStopped)) return undefined;
    const machine = this.definition(Number(row.definition));
    const arn = String(row.arn);
    const inputText = String(row.input);
    return {
      id,
      arn,
      name: arn.slice(arn.lastIndexOf(':') + 1),
      machineArn: String(row.machine_arn),
      machineName: String(row.machine_name),
      roleArn: String(row.role_arn),
      machine,
      input: parseJson(inputText),
      inputText,
      startedAt: Number(row.started_at),
      deadlineAt: Number(row.deadline_at),
      mapRun: row.map_run === null ? undefined : { arn: String(row.map_run), index: Number(row.item) },
      redriveCount: Number(row.redrives),
      redrivenAt: typeof row.redriven_at === 'number' ? row.redriven_at : undefined,
      status: 'RUNNING',
      stoppedAt: undefined,
      outputText: undefined,
      error: undefined,
      cause: undefined,
      eventCount: Number(row.events),
      ...restored(String(row.snapshot), machine.body, (mapRun) => this.#mapRun(mapRun)),
    };
  }

  /** Within a commit: keeps the items of a map run. */
  keepMapRun(arn: string, execution: number, definition: string, itemsText: string): void {
    this.#journal
      .statement('INSERT OR REPLACE INTO sfn_map_run VALUES (?, ?, ?, ?)')
      .run(arn, execution, definition, itemsText);
  }

  #mapRun(arn: string): KeptMapRun {
    const row = this.#journal.statement('SELECT definition, items FROM sfn_map_run WHERE arn = ?').get(arn);
    const items = parseJson(String(row?.items ?? '[]'));
    return { definition: String(row?.definition), items: Array.isArray(items) ? items : [] };
  }

  /** The machine of a journaled definition, read once. */
  definition(id: number): Machine {
    const known = this.#machines.get(id);
    if (known !== undefined) return known;
    const machine = readMachine(
      String(this.#journal.statement('SELECT text FROM sfn_definition WHERE id = ?').get(id)?.text),
    );
    this.#machines.set(id, machine);
    return machine;
  }

  #definitionId(text: string): number {
    const known = this.#definitions.get(text);
    if (known !== undefined) return known;
    this.#journal.statement('INSERT INTO sfn_definition (text) VALUES (?) ON CONFLICT DO NOTHING').run(text);
    const id = Number(this.#journal.statement('SELECT id FROM sfn_definition WHERE text = ?').get(text)?.id);
    // Not remembered before it is committed: a rolled back id would be given again to another text.
    return id;
  }

  /** Within a commit: keeps a definition. */
  keepDefinition(text: string): number {
    return this.#definitionId(text);
  }

  /** Notes that a definition's commit is done. */
  rememberDefinition(text: string): void {
    this.#definitions.set(text, this.#definitionId(text));
  }

  /** Ids of running executions with the instant each falls due, in the order their timers were set. */
  *alarms(): Generator<{ id: number; wakeAt: number; isPending: boolean }> {
    const rows = this.#journal.db
      .prepare(
        `SELECT id, wake_at, is_pending FROM sfn_execution WHERE status = 'RUNNING' ORDER BY wake_at, wake_order`,
      )
      .iterate();
    for (const row of rows) yield { id: Number(row.id), wakeAt: Number(row.wake_at), isPending: row.is_pending === 1 };
  }

  /** The last number given to a timer. */
  lastWakeOrder(): number {
    return Number(
      this.#journal.db.prepare('SELECT coalesce(max(wake_order), 0) AS last FROM sfn_execution').get()?.last,
    );
  }

  /** Events from an id on, in either direction. */
  events(execution: number, from: number, count: number, isReversed: boolean): [id: number, event: StoredEvent][] {
    const rows = this.#journal
      .statement(
        isReversed
          ? 'SELECT first, events FROM sfn_history WHERE execution = ? AND first <= ? ORDER BY first DESC'
          : `SELECT first, events FROM sfn_history WHERE execution = ?1
               AND first >= coalesce((SELECT max(first) FROM sfn_history WHERE execution = ?1 AND first <= ?2), 1) ORDER BY first`,
      )
      .iterate(execution, from);
    const found: [number, StoredEvent][] = [];
    for (const row of rows) {
      const events: StoredEvent[] = JSON.parse(String(row.events));
      const numbered = events.map((event, index): [number, StoredEvent] => [Number(row.first) + index, event]);
      if (isReversed) numbered.reverse();
      for (const entry of numbered) {
        if (isReversed ? entry[0] <= from : entry[0] >= from) found.push(entry);
        if (found.length === count) return found;
      }
    }
    return found;
  }

  /** What the API tells of an execution. */
  row(arn: string): ExecutionRow | undefined {
    const row = this.#journal.statement('SELECT * FROM sfn_execution WHERE arn = ?').get(arn);
    return row === undefined ? undefined : toRow(row);
  }

  /** The state machine of an execution. */
  machineArnOf(id: number): string | undefined {
    const row = this.#journal.statement('SELECT machine_arn FROM sfn_execution WHERE id = ?').get(id);
    return row === undefined ? undefined : String(row.machine_arn);
  }

  /** The newest first; none that stopped before the instant. */
  list(machineArn: string, status: string | undefined, before: number, count: number, since: number): ExecutionRow[] {
    return this.#journal
      .statement(
        `SELECT * FROM sfn_execution WHERE machine_arn = ? AND map_run IS NULL AND id < ?
           AND (stopped_at IS NULL OR stopped_at >= ?) ${status === undefined ? '' : 'AND status = ?'} ORDER BY id DESC LIMIT ?`,
      )
      .all(...[machineArn, before, since, ...(status === undefined ? [] : [status]), count])
      .map(toRow);
  }

  /** The children of a map run, by item. */
  childrenOf(mapRunArn: string): ExecutionRow[] {
    return this.#journal
      .statement('SELECT * FROM sfn_execution WHERE map_run = ? ORDER BY item')
      .all(mapRunArn)
      .map(toRow);
  }

  /** Those whose status change the event bus has not taken: bit 1 the start, bit 2 the end. */
  unannounced(): { arn: string; changes: number }[] {
    const rows = this.#journal.db
      .prepare('SELECT arn, unannounced FROM sfn_execution WHERE unannounced > 0 ORDER BY id')
      .all();
    return rows.map((row) => ({ arn: String(row.arn), changes: Number(row.unannounced) }));
  }

  /** Within a commit: the event bus took a status change. */
  announced(id: number, change: number): void {
    this.#journal.statement('UPDATE sfn_execution SET unannounced = unannounced & ~? WHERE id = ?').run(change, id);
  }

  /** Within a commit: forgets up to 100 executions that stopped before the instant. @returns how many */
  forget(before: number): number {
    const rows = this.#journal
      .statement('SELECT id FROM sfn_execution WHERE stopped_at < ? AND unannounced = 0 ORDER BY stopped_at LIMIT 100')
      .all(before);
    for (const { id } of rows) this.delete(Number(id));
    return rows.length;
  }

  /** Within a commit: deletes an execution and its history. */
  delete(id: number): void {
    this.#journal.statement('DELETE FROM sfn_history WHERE execution = ?').run(id);
    this.#journal.statement('DELETE FROM sfn_map_run WHERE execution = ?').run(id);
    this.#journal.statement('DELETE FROM sfn_execution WHERE id = ?').run(id);
  }
}
