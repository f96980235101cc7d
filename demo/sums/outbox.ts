import { ask } from '../city/api.ts';
import type { Millis } from '../city/clock.ts';

/** A message as it left the city. */
type Message = { readonly subject?: string; readonly text: string; readonly topic?: string };

/** What the outbox holds of this run: messages straight to somebody, and messages over a topic, each by complaint number. */
export type OutboxCounts = {
  readonly direct: ReadonlyMap<string, number>;
  readonly byTopic: ReadonlyMap<string, number>;
};

const NUMBER = /\d{8}-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]/;

/** Counts the messages since an instant that name one of the numbers in their text or subject. */
export async function readOutbox(url: string, since: Millis, numbers: ReadonlySet<string>): Promise<OutboxCounts> {
  const from = new Date(since).toISOString();
  const { messages } = await ask<{ messages: readonly Message[] }>(url, `/_local/outbox?since=${from}`);
  return countMessages(messages, numbers);
}

/** Counts messages by the complaint they name; those that name no complaint of this run are somebody else's. */
export function countMessages(messages: readonly Message[], numbers: ReadonlySet<string>): OutboxCounts {
  const direct = new Map<string, number>();
  const byTopic = new Map<string, number>();
  for (const { subject = '', text, topic } of messages) {
    const number = NUMBER.exec(`${subject} ${text}`)?.[0];
    if (number === undefined || !numbers.has(number)) continue;
    const counts = topic === undefined ? direct : byTopic;
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return { direct, byTopic };
}
