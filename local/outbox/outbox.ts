import type { Journal } from '#local/journal/journal.ts';

/** An SMS or e-mail that left the local cloud: here it ends, in the outbox. */
export type OutboxMessage = {
  /** ISO 8601, UTC, by the virtual clock. */
  readonly at: string;
  readonly protocol: 'sms' | 'email' | 'email-json';
  /** A phone number or an e-mail address. */
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
  /** The name of the topic it came over, if it came over one. */
  readonly topic?: string;
};

/**
 * Every SMS and e-mail that SNS and SES delivered, in the order of delivery.
 *
 * Stands for the phones and inboxes behind https://docs.aws.amazon.com/sns/latest/dg/sns-mobile-phone-number-as-subscriber.html
 * Left out: carriers, bounces, complaints, spend limits.
 */
export class Outbox {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.db.exec(`
      CREATE TABLE IF NOT EXISTS outbox (
        id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, protocol TEXT NOT NULL, recipient TEXT NOT NULL,
        subject TEXT, body TEXT NOT NULL, topic TEXT
      ) STRICT;
      CREATE INDEX IF NOT EXISTS outbox_recipient ON outbox (recipient, id);`);
  }

  /** Puts a message into the outbox, inside a write that its caller stages: kept with its cause or not at all. */
  stage(message: OutboxMessage): void {
    this.#journal
      .statement('INSERT INTO outbox (at_ms, protocol, recipient, subject, body, topic) VALUES (?, ?, ?, ?, ?, ?)')
      .run(
        Date.parse(message.at),
        message.protocol,
        message.to,
        message.subject ?? null,
        message.text,
        message.topic ?? null,
      );
  }

  /**
   * What was delivered, oldest first.
   *
   * @param to      only to this phone number or address
   * @param sinceMs only what was delivered at this instant (epoch milliseconds) or later
   */
  messages({ to, sinceMs = 0 }: { to?: string; sinceMs?: number } = {}): OutboxMessage[] {
    const rows =
      to === undefined
        ? this.#journal.statement('SELECT * FROM outbox WHERE at_ms >= ? ORDER BY id').all(sinceMs)
        : this.#journal
            .statement('SELECT * FROM outbox WHERE recipient = ? AND at_ms >= ? ORDER BY id')
            .all(to, sinceMs);
    return rows.map(messageOf);
  }

  /** The messages delivered last, oldest first. */
  latest(count: number): OutboxMessage[] {
    const rows = this.#journal.statement('SELECT * FROM outbox ORDER BY id DESC LIMIT ?').all(count);
    return rows.map(messageOf).reverse();
  }
}

function messageOf(row: Record<string, unknown>): OutboxMessage {
  return {
    at: new Date(Number(row.at_ms)).toISOString(),
    protocol: row.protocol === 'sms' ? 'sms' : row.protocol === 'email' ? 'email' : 'email-json',
    to: String(row.recipient),
    ...(row.subject === null ? {} : { subject: String(row.subject) }),
    text: String(row.body),
    ...(row.topic === null ? {} : { topic: String(row.topic) }),
  };
}
