import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, openCloud } from '#local/cloud.ts';

type Json = Record<string, unknown>;

/** Our engine in a bare local cloud of its own, on disk, its function and its callers in the same process. */
export class LocalEngine {
  readonly cloud: Cloud;
  readonly home: string;
  readonly #isTemporary: boolean;
  readonly #ends = new Map<string, () => void>();

  private constructor(cloud: Cloud, home: string, isTemporary: boolean) {
    this.cloud = cloud;
    this.home = home;
    this.#isTemporary = isTemporary;
    cloud.functions.define('echo', (event) => event, { timeoutSeconds: 900 });
    const { events } = cloud;
    cloud.gateway.register('events', {
      permissions: (operation, input) => events.permissions(operation, input),
      call: (call) => {
        this.#hear(call.input.Entries);
        return events.call(call);
      },
    });
  }

  /** @param standAt epoch milliseconds at which the clock stands; left out: it runs */
  static async open({ standAt, home }: { standAt?: number; home?: string } = {}): Promise<LocalEngine> {
    const folder = home ?? mkdtempSync(join(tmpdir(), 'daedap-engine-'));
    const cloud = await openCloud({ home: folder, bare: true, ...(standAt === undefined ? {} : { standAt }) });
    return new LocalEngine(cloud, folder, home === undefined);
  }

  async close(): Promise<void> {
    await this.cloud.close();
    if (this.#isTemporary) rmSync(this.home, { recursive: true, force: true });
  }

  ask(operation: string, input: Json): Promise<Json> {
    return this.cloud.gateway.call({ service: 'states', operation, input, principal: { kind: 'outside' } });
  }

  /** Creates a state machine and gives its ARN. */
  async machine(name: string, definition: object): Promise<string> {
    const roleArn = 'arn:aws:iam::000000000000:role/bench';
    const made = await this.ask('CreateStateMachine', { name, roleArn, definition: JSON.stringify(definition) });
    return String(made.stateMachineArn);
  }

  async start(stateMachineArn: string, name: string, input: object): Promise<string> {
    const { executionArn } = await this.ask('StartExecution', { stateMachineArn, name, input: JSON.stringify(input) });
    return String(executionArn);
  }

  /** Runs an execution to its end. */
  async run(stateMachineArn: string, name: string, input: object): Promise<void> {
    const arn = stateMachineArn.replace(':stateMachine:', ':execution:');
    const ended = new Promise<void>((end) => this.#ends.set(`${arn}:${name}`, end));
    await this.start(stateMachineArn, name, input);
    await ended;
  }

  /** The event bus is told of every end. */
  #hear(entries: unknown): void {
    for (const entry of Array.isArray(entries) ? entries : []) {
      const { executionArn, status } = JSON.parse(String(entry.Detail));
      if (status === 'RUNNING') continue;
      this.#ends.get(executionArn)?.();
      this.#ends.delete(executionArn);
    }
  }
}
