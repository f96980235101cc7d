import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Quiet } from '#local/clock/quiet.ts';
import { Acknowledged } from './acknowledged.ts';
import type { CommitPoint } from './commit-points.ts';
import { crashAt } from './crash-at.ts';
import { diskError } from './disk-refuses.ts';
import { openDatabase } from './open-database.ts';

type Write = {
  point: CommitPoint | undefined;
  stage: (journal: Journal) => void;
  done: () => void;
  failed: (error: unknown) => void;
};

/**
 * The one file in which the local cloud remembers: SQLite in WAL mode, on disk before a promise resolves.
 *
 * Writes are staged and committed in groups, in the order of staging; the log is then synced off the main thread, which
 * would otherwise stand still for it (0.3 ms a commit, measured). Nothing that was staged may have an effect outside
 * before its promise resolves (a message, a call, an answer). What is kept in memory may change at once: after a crash
 * it is built anew from here.
 *
 *     write ─► staged ─► committed ─► synced ─► resolved
 */
export class Journal {
  readonly db: DatabaseSync;
  readonly #path: string;
  readonly #statements = new Map<string, StatementSync>();
  readonly #crash = crashAt(process.env.DAEDAP_CRASH_AT);
  #staged: Write[] = [];
  #committed: Write[] = [];
  #scheduled = false;
  #syncing = 0;
  #walFile: number | undefined;
  readonly #acknowledged: Acknowledged | undefined;
  #lastCommit = 0;
  #isClosed = false;

  /**
   * @param path of the file, or `:memory:` for a cloud that may forget
   * @throws HomeIsCorrupt when the file is garbled, or ends before what was acknowledged
   */
  constructor(path: string, quiet?: Quiet) {
    this.#path = path;
    this.db = openDatabase(path);
    // NORMAL leaves the sync of each commit to us; SQLite itself still syncs around checkpoints.
    this.db.exec('PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;');
    this.#acknowledged = path === ':memory:' ? undefined : new Acknowledged(this.db, path);
    quiet?.probe('journal', () => (this.#pending > 0 ? `${this.#pending} commits pending` : undefined));
  }

  get #pending(): number {
    return this.#staged.length + this.#committed.length + this.#syncing;
  }

  /** A prepared statement, kept for the next use of the same text. */
  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = this.db.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }

  /**
   * Stages a write and resolves once it is on disk.
   *
   * @param point the commit point's name: crash tests end the process at each
   * @param stage runs the statements and does nothing else: it is run a second time when a neighbour in its group throws
   * @throws DiskRefuses when the disk is full, or what the write threw; then nothing of this write was kept
   */
  write(point: CommitPoint, stage: (journal: Journal) => void): Promise<void> {
    return this.#stage(point, stage);
  }

  #stage(point: CommitPoint | undefined, stage: (journal: Journal) => void): Promise<void> {
    return new Promise((done, failed) => {
      // Nothing reaches the disk any more, so nobody may go on as if it had.
      if (this.#isClosed) return;
      this.#staged.push({ point, stage, done, failed });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.flush());
    });
  }

  /** Resolves when all that is staged now is on disk. */
  settled(): Promise<void> {
    return this.#pending === 0 ? Promise.resolve() : this.#stage(undefined, () => {});
  }

  /** Commits what is staged, now; the promises resolve after the sync that follows. */
  flush(): void {
    this.#scheduled = false;
    const group = this.#staged;
    if (group.length === 0) return;
    this.#staged = [];
    this.#committed.push(...this.#commit(group));
    if (this.#syncing === 0) this.#sync();
  }

  /** Gives the writes that were kept; of those that threw, the promise is rejected. */
  #commit(group: Write[]): Write[] {
    try {
      this.#inTransaction(() => {
        for (const write of group) write.stage(this);
        for (const { point } of group) this.#crash?.(point, 'before');
      });
      return group;
    } catch (error) {
      const [only] = group;
      if (group.length === 1 && only !== undefined) {
        only.failed(diskError(error));
        return [];
      }
      // Someone in the group is at fault: each by itself, so that the others are kept.
      return group.flatMap((write) => this.#commit([write]));
    }
  }

  #inTransaction(act: () => void): void {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      act();
      const commit = this.#acknowledged?.countCommit() ?? 0;
      this.db.exec('COMMIT');
      this.#lastCommit = commit;
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  #sync(): void {
    const writes = this.#committed;
    if (writes.length === 0) return;
    this.#committed = [];
    if (this.#path === ':memory:') {
      for (const write of writes) write.done();
      return;
    }
    this.#syncing = writes.length;
    const commit = this.#lastCommit;
    fdatasync(this.#wal(), (error) => {
      this.#syncing = 0;
      if (error === null && !this.#isClosed) this.#acknowledged?.note(commit);
      for (const { point } of writes) this.#crash?.(point, 'after');
      for (const write of writes) error === null ? write.done() : write.failed(diskError(error));
      if (this.#isClosed) closeSync(this.#wal());
      else this.#sync();
    });
  }

  /** The write-ahead log; SQLite keeps this very file for as long as the database is open. */
  #wal(): number {
    this.#walFile ??= openSync(`${this.#path}-wal`, 'r+');
    return this.#walFile;
  }

  /** Commits what is staged and closes the file. */
  close(): void {
    if (this.#isClosed) return;
    this.flush();
    this.#isClosed = true;
    if (this.#path !== ':memory:') {
      fdatasyncSync(this.#wal());
      this.#acknowledged?.note(this.#lastCommit);
      this.#acknowledged?.close();
      if (this.#syncing === 0) closeSync(this.#wal());
    }
    for (const write of this.#committed.splice(0)) write.done();
    this.#statements.clear();
    this.db.close();
  }
}
