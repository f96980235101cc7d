import { randomUUID } from 'node:crypto';
import { accountId, region } from '#local/template/place.ts';
import { type Members, textOf, textsOf } from '#local/template/reading.ts';

/** An event as rules see it: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export type BusEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, UTC, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
};

/** An instant as EventBridge writes it: to the second. */
export function toTheSecond(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The event that an entry of PutEvents becomes. */
export function eventOf(entry: Members, detail: unknown, now: number): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': textOf(entry.DetailType) ?? '',
    source: textOf(entry.Source) ?? '',
    account: accountId,
    time: toTheSecond(timeOf(entry.Time) ?? now),
    region,
    resources: textsOf(entry.Resources),
    detail,
  };
}

/** The event with which a scheduled rule wakes its targets. */
export function scheduledEvent(ruleArn: string, scheduledAt: number): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: toTheSecond(scheduledAt),
    region,
    resources: [ruleArn],
    detail: {},
  };
}

/** Epoch milliseconds of a `Time` as the wire has it (seconds) or a caller in process (Date, text). */
function timeOf(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'number') return value * 1000;
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}
