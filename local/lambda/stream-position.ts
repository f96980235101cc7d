import type { Journal } from '#local/journal/journal.ts';

/**
 * How far a mapping has come in its stream: everything up to the checkpoint is done, and the checkpoint is journaled.
 *
 * Lanes end their records in any order; the checkpoint waits for the oldest.
 *
 *     1 done   2 done   3 under way   4 done   5 read      checkpoint 2
 */
export class StreamPosition {
  readonly #journal: Journal;
  readonly #mapping: string;
  readonly #underWay = new Set<number>();
  #read: number;
  #kept: number;
  #isKeeping = false;

  /** @param first where a mapping begins that has no checkpoint yet */
  constructor(journal: Journal, mapping: string, first: number) {
    this.#journal = journal;
    this.#mapping = mapping;
    journal.db.exec(
      'CREATE TABLE IF NOT EXISTS lambda_checkpoints (mapping TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT',
    );
    const row = journal.statement('SELECT sequence FROM lambda_checkpoints WHERE mapping = ?').get(mapping);
    this.#read = row === undefined ? first : Number(row.sequence);
    this.#kept = row === undefined ? -1 : this.#read;
  }

  /** The last record read. */
  get read(): number {
    return this.#read;
  }

  /** All records up to here are done. */
  get checkpoint(): number {
    const [oldest] = this.#underWay;
    return oldest === undefined ? this.#read : oldest - 1;
  }

  get underWayCount(): number {
    return this.#underWay.size;
  }

  /** A record was read; `isWanted` is whether someone will end it. */
  note(sequence: number, isWanted: boolean): void {
    this.#read = sequence;
    if (isWanted) this.#underWay.add(sequence);
  }

  done(sequence: number): void {
    this.#underWay.delete(sequence);
  }

  /** Journals the checkpoint if it has moved; what moves meanwhile is journaled together afterwards. */
  async keep(): Promise<void> {
    if (this.#isKeeping) return;
    this.#isKeeping = true;
    try {
      while (this.checkpoint !== this.#kept) await this.#keepOnce(this.checkpoint);
    } finally {
      this.#isKeeping = false;
    }
  }

  async #keepOnce(checkpoint: number): Promise<void> {
    this.#kept = checkpoint;
    await this.#journal.write('lambda-checkpoint', (journal) => {
      journal
        .statement(
          `INSERT INTO lambda_checkpoints VALUES (?, ?)
           ON CONFLICT (mapping) DO UPDATE SET sequence = MAX(sequence, excluded.sequence)`,
        )
        .run(this.#mapping, checkpoint);
    });
  }
}
