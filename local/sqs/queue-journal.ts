import type { Journal } from '#local/journal/journal.ts';
import { parsedMembers } from '#local/template/reading.ts';
import type { Message } from './message.ts';

/** What is on disk about queues: their messages, and those queues that were made by a call and not by a template. */
export class QueueJournal {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.db.exec(`
      CREATE TABLE IF NOT EXISTS sqs_queue (name TEXT PRIMARY KEY, attributes TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS sqs_message (
        queue TEXT NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (queue, id)
      ) STRICT;`);
  }

  /** Names and attributes of the queues made by calls. */
  queues(): { name: string; attributes: Record<string, string> }[] {
    const rows = this.#journal.statement('SELECT name, attributes FROM sqs_queue').all();
    return rows.map((row) => ({ name: String(row.name), attributes: texts(String(row.attributes)) }));
  }

  keepQueue(name: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    const json = JSON.stringify(attributes);
    return this.#journal.write('sqs queue', (journal) => {
      journal
        .statement(
          'INSERT INTO sqs_queue VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET attributes = excluded.attributes',
        )
        .run(name, json);
    });
  }

  forgetQueue(name: string): Promise<void> {
    return this.#journal.write('sqs queue deleted', (journal) => {
      journal.statement('DELETE FROM sqs_queue WHERE name = ?').run(name);
      journal.statement('DELETE FROM sqs_message WHERE queue = ?').run(name);
    });
  }

  /** The messages of a queue, in the order in which they were sent. */
  messages(queue: string): Message[] {
    const rows = this.#journal
      .statement('SELECT message FROM sqs_message WHERE queue = ? ORDER BY sequence')
      .all(queue);
    // Written by `keep` below and nothing else.
    return rows.map((row) => JSON.parse(String(row.message)) as Message);
  }

  /** Keeps messages as they now are; one write for all. */
  keep(
    queue: string,
    messages: readonly Message[],
    point: 'sqs message' | 'sqs receive' = 'sqs message',
  ): Promise<void> {
    const rows = messages.map((message) => [message.id, message.sequence, JSON.stringify(message)] as const);
    return this.#journal.write(point, (journal) => {
      const insert = journal.statement(
        'INSERT INTO sqs_message VALUES (?, ?, ?, ?) ON CONFLICT (queue, id) DO UPDATE SET message = excluded.message',
      );
      for (const [id, sequence, json] of rows) insert.run(queue, id, sequence, json);
    });
  }

  forget(queue: string, ids: readonly string[]): Promise<void> {
    return this.#journal.write('sqs message deleted', (journal) => {
      const remove = journal.statement('DELETE FROM sqs_message WHERE queue = ? AND id = ?');
      for (const id of ids) remove.run(queue, id);
    });
  }

  /** Takes messages out of one queue and puts them into another, at once. */
  move(from: string, to: string, messages: readonly Message[]): Promise<void> {
    const rows = messages.map((message) => [message.id, message.sequence, JSON.stringify(message)] as const);
    return this.#journal.write('sqs redrive', (journal) => {
      for (const [id, sequence, json] of rows) {
        journal.statement('DELETE FROM sqs_message WHERE queue = ? AND id = ?').run(from, id);
        journal.statement('INSERT OR REPLACE INTO sqs_message VALUES (?, ?, ?, ?)').run(to, id, sequence, json);
      }
    });
  }
}

function texts(json: string): Record<string, string> {
  return Object.fromEntries(Object.entries(parsedMembers(json) ?? {}).map(([name, value]) => [name, String(value)]));
}
