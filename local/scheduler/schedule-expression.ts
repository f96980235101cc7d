import { Temporal } from 'temporal-polyfill';
import { AwsError } from '#local/wire/aws-error.ts';
import { cronFields, nextCronInstant } from './cron.ts';

/** Gives the next occurrence after an instant (epoch milliseconds), `undefined` when there is none. */
export type Occurrences = (after: number) => number | undefined;

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * When a schedule expression is due: `rate(1 hour)`, `cron(0 9 ? * MON-FRI *)`, `at(2026-11-23T09:00:00)`.
 *
 * Imitates https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * Left out: the skipping and doubling at a change to or from summer time follows the time zone's rules ("compatible").
 *
 * @param timeZone IANA name in which cron and at are read
 * @param anchorAt the instant from which a rate counts; due at it plus whole periods
 * @throws AwsError `ValidationException` for what is no schedule expression
 */
export function occurrences(expression: string, timeZone: string, anchorAt: number): Occurrences {
  const [, kind, inner] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (inner !== undefined) {
    if (kind === 'rate') return everySoOften(inner, anchorAt, expression);
    if (kind === 'cron') return byCron(inner, timeZone, expression);
    if (kind === 'at') return once(inner, timeZone, expression);
  }
  throw unfit(expression);
}

function everySoOften(inner: string, anchorAt: number, expression: string): Occurrences {
  const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(inner.trim()) ?? [];
  const period = Number(count) * (unitMs[unit ?? ''] ?? 0);
  if (!(period > 0)) throw unfit(expression);
  return (after) => anchorAt + (Math.floor((after - anchorAt) / period) + 1) * period;
}

function byCron(inner: string, timeZone: string, expression: string): Occurrences {
  const fields = cronFields(inner);
  if (fields === undefined) throw unfit(expression);
  return (after) => nextCronInstant(fields, timeZone, after);
}

function once(inner: string, timeZone: string, expression: string): Occurrences {
  let dueAt: number;
  try {
    dueAt = Temporal.PlainDateTime.from(inner).toZonedDateTime(timeZone).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) throw unfit(expression);
    throw error;
  }
  return (after) => (dueAt > after ? dueAt : undefined);
}

function unfit(expression: string): AwsError {
  return new AwsError('ValidationException', `Invalid Schedule Expression ${expression}.`);
}
