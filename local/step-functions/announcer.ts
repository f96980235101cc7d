import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import type { AwsCall } from '#local/wire/aws-service.ts';
import type { Execution, Status } from './execution.ts';
import type { ExecutionRow } from './execution-row.ts';
import type { ExecutionStore } from './execution-store.ts';

type AnnouncerParts = {
  readonly journal: Journal;
  readonly clock: VirtualClock;
  readonly quiet: Quiet;
  readonly gateway: { call(call: AwsCall): Promise<Record<string, unknown>> };
};
type Told = { readonly id: number; readonly change: number; readonly entry: Record<string, unknown> };

/** 10: PutEvents takes no more entries at once. */
const MOST_ENTRIES = 10;
/** 60_000 (a minute, virtual): the pause before an event bus that refused is asked again. */
const PAUSE_MS = 60_000;

/**
 * Tells the event bus when executions start and end, at least once.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export class Announcer {
  readonly #parts: AnnouncerParts;
  readonly #store: ExecutionStore;
  #waiting: Told[] = [];
  #isTelling = false;

  constructor(parts: AnnouncerParts, store: ExecutionStore) {
    this.#parts = parts;
    this.#store = store;
  }

  /** Tells what a stop kept from being told. */
  start(): void {
    for (const { arn, changes } of this.#store.unannounced()) {
      const row = this.#store.row(arn);
      if (row === undefined) continue;
      for (const change of [1, 2])
        if ((changes & change) !== 0) this.#tell({ id: row.id, change, entry: entryOf(row, change) });
    }
  }

  /** @param change 1 for the start, 2 for the end */
  announce(execution: Execution, change: number): void {
    if (execution.mapRun !== undefined) return;
    const { inputText: input, outputText: output, redriveCount: redrives } = execution;
    const row = { ...execution, input, output, redrives };
    this.#tell({ id: execution.id, change, entry: entryOf(row, change) });
  }

  #tell(told: Told): void {
    this.#waiting.push(told);
    if (!this.#isTelling) void this.#tellAll();
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    const end = this.#parts.quiet.begin('status change events');
    try {
      while (this.#waiting.length > 0) {
        const told = this.#waiting.splice(0, MOST_ENTRIES);
        try {
          await this.#parts.gateway.call({
            principal: { kind: 'service', name: 'states' },
            service: 'events',
            operation: 'PutEvents',
            input: { Entries: told.map(({ entry }) => entry) },
          });
        } catch {
          // Refused for now; asked again later, and after a restart, for the journal still has them as untold.
          this.#waiting.unshift(...told);
          this.#parts.clock.at(this.#parts.clock.now() + PAUSE_MS, () => void this.#tellAll());
          return;
        }
        // When the disk refuses, they are told once more after the next start.
        this.#parts.journal
          .write('status-announced', () => {
            for (const { id, change } of told) this.#store.announced(id, change);
          })
          .catch(() => {});
      }
      this.#isTelling = false;
    } finally {
      end();
    }
  }
}

type Announced = Pick<
  ExecutionRow,
  'arn' | 'machineArn' | 'status' | 'startedAt' | 'stoppedAt' | 'input' | 'output' | 'error' | 'cause' | 'redrivenAt'
> & { readonly redrives: number };

/** 253_952 bytes (248 KiB), escaped: what is larger is left out of the event, the input before the output. */
const MOST_DATA_BYTES = 253_952;

function entryOf(row: Announced, change: number): Record<string, unknown> {
  const isStart = change === 1;
  const at = isStart ? (row.redrivenAt ?? row.startedAt) : (row.stoppedAt ?? row.startedAt);
  return {
    Source: 'aws.states',
    DetailType: 'Step Functions Execution Status Change',
    Time: at / 1000,
    Resources: [row.arn],
    Detail: JSON.stringify({
      executionArn: row.arn,
      stateMachineArn: row.machineArn,
      name: row.arn.slice(row.arn.lastIndexOf(':') + 1),
      status: isStart ? 'RUNNING' : row.status,
      startDate: row.startedAt,
      stopDate: isStart ? null : (row.stoppedAt ?? null),
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: row.redrives,
      redriveDate: row.redrivenAt ?? null,
      ...redriveOf(isStart ? 'RUNNING' : row.status),
      ...dataOf(row.input, isStart ? undefined : row.output),
      error: isStart ? null : (row.error ?? null),
      cause: isStart ? null : (row.cause ?? null),
    }),
  };
}

function redriveOf(status: Status): Record<string, unknown> {
  const isRedrivable = status !== 'RUNNING' && status !== 'SUCCEEDED';
  return {
    redriveStatus: isRedrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    redriveStatusReason: isRedrivable ? null : `Execution is ${status} and cannot be redriven`,
  };
}

function dataOf(input: string, output: string | undefined): Record<string, unknown> {
  const outputBytes = output === undefined ? 0 : escapedBytes(output);
  const hasInput = escapedBytes(input) + outputBytes <= MOST_DATA_BYTES;
  const hasOutput = outputBytes <= MOST_DATA_BYTES;
  return {
    input: hasInput ? input : null,
    inputDetails: { included: hasInput },
    output: hasOutput ? (output ?? null) : null,
    outputDetails: output === undefined ? null : { included: hasOutput },
  };
}

function escapedBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
