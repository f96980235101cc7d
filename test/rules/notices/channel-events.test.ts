import { describe, expect, it } from 'vitest';
import { told } from '#functions/api/citizen/track-complaint.ts';
import { channelEvent, eventsAfter, messageId } from '#rules/notices/channel-events.ts';
import { AuditEntry } from '#schemas/audit-entry.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Instant } from '#schemas/instant.ts';
import { ChannelEvent } from '#schemas/subscription.ts';

const at = Instant.parse('2026-11-23T00:00:00.000Z');
const later = Instant.parse('2026-11-24T00:00:00.000Z');
const number = ComplaintNumber.parse('20261123-7KQ4M2-X');
const entryOf = (entry: number, action: string, when = at): AuditEntry =>
  AuditEntry.parse({ entry, at: when, actor: { kind: 'petitioner' }, action, facts: {} });

describe('an event', () => {
  it('is everything that stands on the petitioner’s page, and nothing else', () => {
    for (const action of Object.keys(told)) expect(channelEvent(action), action).toBeDefined();
    const named = new Set(Object.keys(told).map(channelEvent));
    expect([...named].sort()).toEqual([...ChannelEvent.options].sort());
  });

  it.each([['history-read'], ['rung-climbed'], ['signal-applied'], ['evaluated'], ['received'], ['toString'], ['']])(
    '%s is none: an app sees no more than its petitioner',
    (action) => expect(channelEvent(action)).toBeUndefined(),
  );
});

describe('what an app is told', () => {
  const audit = [entryOf(3, 'classified'), entryOf(1, 'filed'), entryOf(2, 'received'), entryOf(4, 'assigned', later)];

  it.each([
    ['everything, in order', 0, at, ['1 received', '3 classified', '4 assigned']],
    ['what comes after the last entry it knows', 1, at, ['3 classified', '4 assigned']],
    ['what comes after an entry that is no event', 2, at, ['3 classified', '4 assigned']],
    ['nothing twice', 4, at, []],
    ['what happened since it subscribed, that instant included', 0, later, ['4 assigned']],
    ['nothing from before', 0, Instant.parse('2026-11-24T00:00:00.001Z'), []],
  ])('is %s', (_what, last, since, events) => {
    expect(eventsAfter(audit, last, since).map(({ entry, event }) => `${entry} ${event}`)).toEqual(events);
  });
});

describe('a message', () => {
  it('has the same id each time, and no other message has it', () => {
    const step = { number, event: 'assigned', at, entry: 40 } as const;
    expect(messageId(step)).toBe(`${number}.40`);
    expect(messageId({ ...step, at: later })).toBe(messageId(step));
    expect(messageId({ number, event: 'notice', at, step: 'reception', order: 40 })).toBe(`${number}.notice.40`);
  });
});
