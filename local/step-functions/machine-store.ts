import type { Journal } from '#local/journal/journal.ts';
import type { ExecutionStore } from './execution-store.ts';

/** A state machine as it is now. Executions keep the definition they began with. */
export type MachineRow = {
  readonly arn: string;
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly revision: number;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
};

/** State machines in the journal, all of them in memory too. */
export class MachineStore {
  readonly #journal: Journal;
  readonly #executions: ExecutionStore;
  readonly #machines = new Map<string, MachineRow>();

  constructor(journal: Journal, executions: ExecutionStore) {
    this.#journal = journal;
    this.#executions = executions;
    journal.db.exec(`CREATE TABLE IF NOT EXISTS sfn_machine (
      arn TEXT PRIMARY KEY, name TEXT NOT NULL, definition INTEGER NOT NULL, role_arn TEXT NOT NULL, created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL, revision INTEGER NOT NULL, tags TEXT NOT NULL) STRICT`);
    const rows = journal.db
      .prepare(
        'SELECT m.*, d.text AS text FROM sfn_machine m JOIN sfn_definition d ON d.id = m.definition ORDER BY m.name',
      )
      .all();
    for (const row of rows) {
      this.#machines.set(String(row.arn), {
        arn: String(row.arn),
        name: String(row.name),
        definition: String(row.text),
        roleArn: String(row.role_arn),
        createdAt: Number(row.created_at),
        updatedAt: Number(row.updated_at),
        revision: Number(row.revision),
        tags: JSON.parse(String(row.tags)),
      });
      executions.rememberDefinition(String(row.text));
    }
  }

  get(arn: string): MachineRow | undefined {
    return this.#machines.get(arn);
  }

  all(): MachineRow[] {
    return [...this.#machines.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Keeps a new or changed state machine. */
  async keep(machine: MachineRow): Promise<void> {
    const before = this.#machines.get(machine.arn);
    this.#machines.set(machine.arn, machine);
    try {
      await this.#journal.write('state-machine-kept', (journal) => {
        const definition = this.#executions.keepDefinition(machine.definition);
        const { arn, name, roleArn, createdAt, updatedAt, revision, tags } = machine;
        journal
          .statement('INSERT OR REPLACE INTO sfn_machine VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
          .run(arn, name, definition, roleArn, createdAt, updatedAt, revision, JSON.stringify(tags));
      });
      this.#executions.rememberDefinition(machine.definition);
    } catch (error) {
      if (before === undefined) this.#machines.delete(machine.arn);
      else this.#machines.set(machine.arn, before);
      throw error;
    }
  }

  async delete(arn: string): Promise<void> {
    this.#machines.delete(arn);
    await this.#journal.write('state-machine-deleted', (journal) => {
      journal.statement('DELETE FROM sfn_machine WHERE arn = ?').run(arn);
    });
  }
}
