import type { AuditEntry } from '#schemas/audit-entry.ts';
import type { Instant } from '#schemas/instant.ts';
import type { AppMessage, ChannelEvent } from '#schemas/subscription.ts';

/** Which entries of the audit trail are a step that the petitioner sees, and what it is called to their channel app. */
const events: Readonly<Record<string, ChannelEvent>> = {
  filed: 'received',
  'classification-asked': 'in-classification',
  classified: 'classified',
  reclassified: 'reclassified',
  assigned: 'assigned',
  'passed-on': 'passed-on',
  'adjudication-asked': 'in-adjudication',
  'correction-said': 'corrected',
  'supplement-request-said': 'supplement-requested',
  'supplement-said': 'supplemented',
  'extension-said': 'deadline-extended',
  'decreed-holiday-said': 'deadline-moved',
  'called-off-holiday-said': 'deadline-moved',
  responded: 'answered',
  'rating-said': 'rated',
  'question-said': 'asked-again',
  'withdrawal-said': 'withdrawn',
  'closure-said': 'closure-decided',
  'acceptance-said': 'transferred',
  closed: 'closed',
};

/** What a step of the audit trail is called to channel apps, `undefined` when it is none that the petitioner sees. */
export const channelEvent = (action: string): ChannelEvent | undefined =>
  Object.hasOwn(events, action) ? events[action] : undefined;

/** One event of a complaint, before it is known which complaint that is. */
export type Happened = { readonly event: ChannelEvent; readonly at: Instant; readonly entry: number };

/**
 * What of an audit trail is to be told to an app, in order.
 *
 * @param told  the last entry that it was told of, 0 before the first
 * @param since from when on the app is told anything
 */
export function eventsAfter(audit: readonly AuditEntry[], told: number, since: Instant): Happened[] {
  return audit
    .filter(({ entry, at }) => entry > told && at >= since)
    .toSorted((one, other) => one.entry - other.entry)
    .flatMap(({ entry, at, action }) => {
      const event = channelEvent(action);
      return event === undefined ? [] : [{ event, at, entry }];
    });
}

/** By what a message is known: the same each time it is told, and no other message's. */
export const messageId = (message: AppMessage): string =>
  message.event === 'notice' ? `${message.number}.notice.${message.order}` : `${message.number}.${message.entry}`;
