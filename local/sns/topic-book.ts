import type { Journal } from '#local/journal/journal.ts';
import { arn } from '#local/template/place.ts';
import type { Members } from '#local/template/reading.ts';

/** A topic. */
export type Topic = {
  readonly arn: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Who gets what a topic publishes. `attributes` as the API has them: `FilterPolicy`, `RawMessageDelivery`, `RedrivePolicy` … */
export type Subscriber = {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Topics and subscriptions; those made by calls are remembered over a restart, a template's are declared at every start. */
export class TopicBook {
  readonly #journal: Journal;
  readonly #topics = new Map<string, Topic>();
  readonly #subscribers = new Map<string, Subscriber>();

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.db.exec(`
      CREATE TABLE IF NOT EXISTS sns_topic (arn TEXT PRIMARY KEY, topic TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS sns_subscription (arn TEXT PRIMARY KEY, subscription TEXT NOT NULL) STRICT;`);
    // Both written below and nowhere else.
    for (const row of journal.statement('SELECT topic FROM sns_topic').all())
      this.declareTopic(JSON.parse(String(row.topic)) as Topic);
    for (const row of journal.statement('SELECT subscription FROM sns_subscription').all()) {
      this.declareSubscriber(JSON.parse(String(row.subscription)) as Subscriber);
    }
  }

  topic(topicArn: string): Topic | undefined {
    return this.#topics.get(topicArn);
  }

  topics(): Topic[] {
    return [...this.#topics.values()];
  }

  subscriber(subscriptionArn: string): Subscriber | undefined {
    return this.#subscribers.get(subscriptionArn);
  }

  subscribers(topicArn?: string): Subscriber[] {
    const all = [...this.#subscribers.values()];
    return topicArn === undefined ? all : all.filter((subscriber) => subscriber.topicArn === topicArn);
  }

  declareTopic(topic: Topic): void {
    this.#topics.set(topic.arn, topic);
  }

  declareSubscriber(subscriber: Subscriber): void {
    this.#subscribers.set(subscriber.arn, subscriber);
  }

  keepTopic(topic: Topic): Promise<void> {
    this.declareTopic(topic);
    const json = JSON.stringify(topic);
    return this.#journal.write('sns topic', (journal) => {
      journal.statement('INSERT OR REPLACE INTO sns_topic VALUES (?, ?)').run(topic.arn, json);
    });
  }

  keepSubscriber(subscriber: Subscriber): Promise<void> {
    this.declareSubscriber(subscriber);
    const json = JSON.stringify(subscriber);
    return this.#journal.write('sns subscription', (journal) => {
      journal.statement('INSERT OR REPLACE INTO sns_subscription VALUES (?, ?)').run(subscriber.arn, json);
    });
  }

  async removeTopic(topicArn: string): Promise<void> {
    this.#topics.delete(topicArn);
    for (const subscriber of this.subscribers(topicArn)) await this.removeSubscriber(subscriber.arn);
    await this.#journal.write('sns topic deleted', (journal) => {
      journal.statement('DELETE FROM sns_topic WHERE arn = ?').run(topicArn);
    });
  }

  async removeSubscriber(subscriptionArn: string): Promise<void> {
    this.#subscribers.delete(subscriptionArn);
    await this.#journal.write('sns subscription deleted', (journal) => {
      journal.statement('DELETE FROM sns_subscription WHERE arn = ?').run(subscriptionArn);
    });
  }
}

/** The ARN of the topic of that name. */
export function topicArn(name: string): string {
  return arn('sns', name);
}

/** Attributes as texts, as the API has them; what a template writes as an object becomes JSON. */
export function textAttributes(members: Members): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => {
      if (value === undefined || value === null) return [];
      return [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]];
    }),
  );
}
