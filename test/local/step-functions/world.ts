import { cpSync, existsSync } from 'node:fs';
import { Quiet } from '#local/clock/quiet.ts';
import { VirtualClock } from '#local/clock/virtual-clock.ts';
import { Journal } from '#local/journal/journal.ts';
import { StepFunctions } from '#local/step-functions/step-functions.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall } from '#local/wire/aws-service.ts';

export type Handler = (event: unknown) => unknown;
type ServiceFake = (call: AwsCall) => Promise<Record<string, unknown>> | Record<string, unknown>;

/** 2026-11-23T00:00:00Z, a Monday. */
export const MONDAY = Date.UTC(2026, 10, 23);

/** Step Functions with a clock, a journal and functions in this process; everything else of AWS is a fake given by name. */
export class World {
  readonly quiet = new Quiet();
  readonly journal: Journal;
  readonly clock: VirtualClock;
  readonly states: StepFunctions;
  readonly calls: AwsCall[] = [];
  readonly events: Record<string, unknown>[] = [];
  readonly #path: string;
  readonly #functions = new Map<string, Handler>();
  readonly #services = new Map<string, ServiceFake>();

  /** @param standAt the instant at which the clock stands; `null` lets it run */
  constructor(path = ':memory:', standAt: number | null = MONDAY) {
    this.#path = path;
    this.journal = new Journal(path, this.quiet);
    this.clock = new VirtualClock(this.journal, this.quiet, standAt ?? undefined);
    this.states = new StepFunctions({ journal: this.journal, clock: this.clock, quiet: this.quiet, gateway: this });
    this.#services.set('lambda', (call) => this.#invoke(call));
    this.#services.set('events', ({ input }) => {
      if (Array.isArray(input.Entries)) this.events.push(...input.Entries);
      return { FailedEntryCount: 0, Entries: [] };
    });
    this.#services.set('states', (call) => this.states.call(call));
  }

  async open(): Promise<this> {
    this.states.start();
    await this.clock.catchUp();
    return this;
  }

  define(name: string, handler: Handler): void {
    this.#functions.set(name, handler);
  }

  fake(service: string, answer: ServiceFake): void {
    this.#services.set(service, answer);
  }

  /** The gateway's part: every call passes here. */
  async call(call: AwsCall): Promise<Record<string, unknown>> {
    const end = this.quiet.begin(`${call.service} ${call.operation}`);
    try {
      this.calls.push(call);
      const service = this.#services.get(call.service);
      if (service === undefined) throw new AwsError('UnknownOperationException', `no fake of ${call.service}`);
      return await service(call);
    } finally {
      end();
    }
  }

  /** A call of Step Functions from outside. */
  ask(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    return this.states.call({ principal: { kind: 'outside' }, service: 'states', operation, input });
  }

  async machine(definition: unknown, name = 'machine'): Promise<string> {
    const created = await this.ask('CreateStateMachine', {
      name,
      definition: JSON.stringify(definition),
      roleArn: 'arn:aws:iam::000000000000:role/machine-role',
    });
    return String(created.stateMachineArn);
  }

  async begin(definition: unknown, input: unknown = {}, name = 'execution'): Promise<string> {
    const stateMachineArn = await this.machine(definition, `machine-${name}`);
    const { executionArn } = await this.ask('StartExecution', { stateMachineArn, name, input: JSON.stringify(input) });
    return String(executionArn);
  }

  async describe(executionArn: string): Promise<Record<string, unknown>> {
    return this.ask('DescribeExecution', { executionArn });
  }

  /** Runs to rest and tells how the execution stands. */
  async run(definition: unknown, input: unknown = {}, name = 'execution'): Promise<Record<string, unknown>> {
    const executionArn = await this.begin(definition, input, name);
    await this.quiet.whenQuiet();
    return this.describe(executionArn);
  }

  async history(executionArn: string): Promise<Record<string, unknown>[]> {
    const { events } = await this.ask('GetExecutionHistory', { executionArn, maxResults: 1000 });
    return Array.isArray(events) ? events : [];
  }

  async eventTypes(executionArn: string): Promise<unknown[]> {
    return (await this.history(executionArn)).map(({ type }) => type);
  }

  async advance(seconds: number): Promise<void> {
    await this.clock.advanceTo(this.clock.now() + seconds * 1000);
  }

  /**
   * As a stop of the process would: the files stay as they are now, what is not committed is lost.
   *
   * @returns where the next world finds them
   */
  crash(): string {
    const left = `${this.#path}-left`;
    for (const part of ['', '-wal']) if (existsSync(this.#path + part)) cpSync(this.#path + part, left + part);
    this.close();
    return left;
  }

  close(): void {
    this.states.close();
    this.clock.stop();
    this.journal.close();
  }

  async #invoke({ input }: AwsCall): Promise<Record<string, unknown>> {
    const name = String(input.FunctionName).split(':').at(-1) ?? '';
    const handler = this.#functions.get(name);
    if (handler === undefined) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    try {
      const given: unknown = JSON.parse(String(input.Payload));
      return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: JSON.stringify((await handler(given)) ?? null) };
    } catch (error) {
      if (error instanceof AwsError) throw error;
      const { name: errorType, message: errorMessage } = error instanceof Error ? error : new Error(String(error));
      return {
        StatusCode: 200,
        ExecutedVersion: '$LATEST',
        FunctionError: 'Unhandled',
        Payload: JSON.stringify({ errorType, errorMessage, trace: [] }),
      };
    }
  }
}

export const LAMBDA = 'arn:aws:lambda:ap-northeast-2:000000000000:function';
