import { LONGEST_EXECUTION_MS } from '../execution.ts';
import type { ExecutionRow } from '../execution-row.ts';
import { MOST_EVENTS } from '../history.ts';

/** 14 days: so long after its end an execution can be redriven. */
const REDRIVABLE_MS = 14 * 24 * 3_600_000;
/** 15 minutes: so long a redrive asked for once more with the same token is the same redrive. */
const TOKEN_KEPT_MS = 15 * 60_000;
/** 10 tokens of an execution are known. */
const MOST_TOKENS = 10;

/**
 * Why an execution cannot be redriven, in AWS's words, or `undefined` when it can.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html (redriveStatusReason)
 */
export function notRedrivable(row: ExecutionRow, now: number): string | undefined {
  if (row.status === 'RUNNING' || row.status === 'SUCCEEDED')
    return `Execution is ${row.status} and cannot be redriven`;
  if (row.events >= MOST_EVENTS - 1) return 'Execution history event limit exceeded';
  if (row.startedAt + LONGEST_EXECUTION_MS <= now) return 'Execution has exceeded the max execution time';
  return (row.stoppedAt ?? 0) + REDRIVABLE_MS < now ? 'Execution redrivable period exceeded' : undefined;
}

/** What DescribeExecution tells of redrives. A child of a map run goes on with its map run only. */
export function redriveOf(row: ExecutionRow, now: number): Record<string, unknown> {
  const reason = notRedrivable(row, now);
  const redriveCount = row.redrives;
  if (reason !== undefined) return { redriveCount, redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
  return { redriveCount, redriveStatus: row.mapRun === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
}

type Asked = { readonly token: string; readonly askedAt: number; readonly redriveDate: Promise<number> };

/**
 * Redrives asked for of late: an SDK that heard no answer asks again with the same token, and must not be told that the
 * execution is running.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html (clientToken). In memory:
 * a restart forgets them.
 */
export class Redrives {
  readonly #asked = new Map<string, Asked[]>();
  readonly #underWay = new Set<string>();

  /** The redrive that this token asked for before. @returns its date in epoch milliseconds */
  before(arn: string, token: string | undefined, now: number): Promise<number> | undefined {
    return this.#fresh(arn, now).find((asked) => asked.token === token)?.redriveDate;
  }

  /** Whether one has begun and is not in the journal yet. */
  isUnderWay(arn: string): boolean {
    return this.#underWay.has(arn);
  }

  /** Redrives, and remembers what asked for it unless it fails. */
  async begin(arn: string, token: string | undefined, now: number, redrive: () => Promise<number>): Promise<number> {
    this.#underWay.add(arn);
    const redriveDate = redrive();
    const before = this.#fresh(arn, now);
    if (token !== undefined)
      this.#asked.set(arn, [...before, { token, askedAt: now, redriveDate }].slice(-MOST_TOKENS));
    try {
      return await redriveDate;
    } catch (error) {
      this.#asked.set(arn, before);
      throw error;
    } finally {
      this.#underWay.delete(arn);
    }
  }

  #fresh(arn: string, now: number): Asked[] {
    const fresh = (this.#asked.get(arn) ?? []).filter(({ askedAt }) => askedAt + TOKEN_KEPT_MS > now);
    if (fresh.length === 0) this.#asked.delete(arn);
    return fresh;
  }
}
