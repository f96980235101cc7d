import type { Status } from './execution.ts';

/** What the API tells of an execution. */
export type ExecutionRow = {
  readonly id: number;
  readonly arn: string;
  readonly machineArn: string;
  readonly definition: number;
  readonly roleArn: string;
  readonly input: string;
  readonly startedAt: number;
  readonly status: Status;
  readonly stoppedAt: number | undefined;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly redrives: number;
  readonly redrivenAt: number | undefined;
  readonly events: number;
  readonly mapRun: string | undefined;
  readonly item: number;
};

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** A row of `sfn_execution`. */
export function toRow(row: Record<string, unknown>): ExecutionRow {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    id: Number(row.id),
    arn: String(row.arn),
    machineArn: String(row.machine_arn),
    definition: Number(row.definition),
    roleArn: String(row.role_arn),
    input: String(row.input),
    startedAt: Number(row.started_at),
    status: STATUSES.find((status) => status === row.status) ?? 'FAILED',
    stoppedAt: typeof row.stopped_at === 'number' ? row.stopped_at : undefined,
    output: text(row.output),
    error: text(row.error),
    cause: text(row.cause),
    redrives: Number(row.redrives),
    redrivenAt: typeof row.redriven_at === 'number' ? row.redriven_at : undefined,
    events: Number(row.events),
    mapRun: text(row.map_run),
    item: Number(row.item ?? 0),
  };
}
