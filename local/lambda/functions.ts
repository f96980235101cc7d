import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { DynamoDb } from '#local/dynamodb/dynamo-db.ts';
import type { Journal } from '#local/journal/journal.ts';
import { arn } from '#local/template/place.ts';
import type { Created, Provider, Resource } from '#local/template/provider.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, Service } from '#local/wire/aws-service.ts';
import type { Gateway } from '#local/wire/gateway.ts';
import { type Roles, roleNameOf } from '#local/wire/roles.ts';
import { AcceptedEvents } from './accepted-events.ts';
import { EventSourceMappings } from './event-source-mappings.ts';
import { Fixture, type FixtureHandler } from './fixture.ts';
import { functionDefinition } from './function-definition.ts';
import { functionEnvironment, threadStart } from './function-environment.ts';
import { functionName } from './function-name.ts';
import { defaultInvokeConfig, type InvokeConfig, invokeConfig } from './invoke-config.ts';
import { readLambdaRest, writeLambdaRest } from './lambda-rest.ts';
import type { Outcome } from './outcome.ts';
import type { QueueSource } from './queue-mapping.ts';
import { invoked, type StandingFunction } from './standing-function.ts';
import { type Awaited, Turns } from './turns.ts';
import { ThreadBudget, WorkerPool } from './worker-pool.ts';

type Parts = {
  journal: Journal;
  clock: VirtualClock;
  quiet: Quiet;
  gateway: Gateway;
  roles: Roles;
  /** Where logs and inline code are laid down. */
  home: string;
  /** The address of the local cloud, for the SDKs inside the functions. */
  endpointUrl: () => string;
  dynamoDb?: DynamoDb;
  sqs?: QueueSource;
};

const MOST_THREADS = 24;
const HOUSEKEEPING_MS = 30_000;
const types = ['Function', 'EventSourceMapping', 'Permission', 'EventInvokeConfig', 'Version', 'Alias'];

/**
 * Lambda: the template's functions, each run in threads of its own, and the mappings that wake them.
 *
 * Left out: resource policies (AWS::Lambda::Permission is taken and not judged), versions other than `$LATEST`, layers,
 * function addresses, provisioned concurrency.
 *
 * @source AWS Lambda API Reference
 */
export class Functions implements Service {
  readonly provider: Provider;
  readonly readRest = readLambdaRest;
  readonly writeRest = writeLambdaRest;
  readonly #parts: Parts;
  readonly #functions = new Map<string, StandingFunction>();
  readonly #configs = new Map<string, InvokeConfig>();
  /** Fixtures that wait for virtual time. */
  readonly #sleepers = new Set<string>();
  readonly #budget = new ThreadBudget(MOST_THREADS);
  readonly #turns = new Turns();
  readonly #events: AcceptedEvents;
  readonly #mappings: EventSourceMappings;
  #housekeeping: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    const find = (name: string): StandingFunction | undefined => this.#functions.get(name);
    this.#events = new AcceptedEvents({
      ...parts,
      find: (name) => {
        const fn = find(name);
        return fn && { fn, config: this.#configs.get(name) ?? defaultInvokeConfig };
      },
      invoke: (fn, payload) => this.#run(fn, payload, 'nobody'),
    });
    this.#mappings = new EventSourceMappings({ ...parts, dynamoDb: parts.dynamoDb, sqs: parts.sqs, find });
    this.provider = {
      types: types.map((type) => `AWS::Lambda::${type}`),
      create: async (resource) => this.#create(resource),
    };
  }

  /**
   * Registers a function written in process, for tests and `--bare`: it has no role and may be invoked by its name.
   *
   * @param options.sleeps it only waits for virtual time, so it does not hold an advance of the clock
   */
  define(
    name: string,
    handler: FixtureHandler,
    { timeoutSeconds = 3, sleeps = false }: { timeoutSeconds?: number; sleeps?: boolean } = {},
  ): void {
    if (sleeps) this.#sleepers.add(name);
    else this.#sleepers.delete(name);
    this.#functions.set(name, {
      name,
      arn: arn('lambda', `function:${name}`),
      roleName: undefined,
      timeoutMs: timeoutSeconds * 1_000,
      memoryMegabytes: 128,
      reservedConcurrency: undefined,
      deadLetterArn: undefined,
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      environment: {},
      runner: new Fixture(handler),
      running: 0,
    });
  }

  /** Takes up accepted events of an earlier run, and begins to read streams and queues. */
  async start(): Promise<void> {
    this.#housekeeping = setInterval(() => this.#retireIdle(), HOUSEKEEPING_MS).unref();
    this.#events.start();
    await this.#mappings.start();
  }

  async close(): Promise<void> {
    clearInterval(this.#housekeeping);
    this.#events.stop();
    this.#mappings.stop();
    await Promise.all([...this.#functions.values()].map((fn) => fn.runner.close()));
  }

  rests({ operation, input }: AwsCall): boolean {
    if (operation !== 'Invoke' || this.#sleepers.size === 0) return false;
    return this.#sleepers.has(functionName(String(input.FunctionName)).name);
  }

  permissions(operation: string, input: AwsCall['input']): Permission[] {
    if (operation === 'ListFunctions') return [{ action: 'lambda:ListFunctions', resource: '*' }];
    const { name, qualifier = input.Qualifier } = functionName(String(input.FunctionName));
    const resource = arn('lambda', `function:${name}${typeof qualifier === 'string' ? `:${qualifier}` : ''}`);
    return [{ action: operation === 'Invoke' ? 'lambda:InvokeFunction' : `lambda:${operation}`, resource }];
  }

  async call(call: AwsCall): Promise<Record<string, unknown>> {
    const { operation, input } = call;
    switch (operation) {
      case 'Invoke':
        return this.#invoke(input, awaitedBy(call));
      case 'GetFunction':
        return { Configuration: configuration(this.#named(input)), Code: {} };
      case 'GetFunctionConfiguration':
        return configuration(this.#named(input));
      case 'ListFunctions':
        return { Functions: [...this.#functions.values()].map(configuration) };
      default:
        throw new AwsError('UnknownOperationException', `Lambda has no operation '${operation}' here`, 404);
    }
  }

  async #invoke(input: AwsCall['input'], awaited: Awaited): Promise<Record<string, unknown>> {
    const fn = this.#named(input);
    const payload = typeof input.Payload === 'string' ? input.Payload : '';
    if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
    if (input.InvocationType === 'Event') {
      await this.#events.accept(fn.name, payload === '' ? '{}' : payload);
      return { StatusCode: 202, Payload: '' };
    }
    const { payload: Payload, functionError } = await this.#run(fn, payload, awaited);
    return {
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      ...(functionError === undefined ? {} : { FunctionError: functionError }),
      Payload,
    };
  }

  /** A fixture takes no thread from anyone, so it takes no turn. */
  #run(fn: StandingFunction, payload: string, awaited: Awaited): Promise<Outcome> {
    if (fn.runner instanceof Fixture) return invoked(fn, payload);
    return this.#turns.run(awaited, () => invoked(fn, payload));
  }

  #named(input: AwsCall['input']): StandingFunction {
    const { name } = functionName(String(input.FunctionName));
    const fn = this.#functions.get(name);
    if (fn !== undefined) return fn;
    const missing = arn('lambda', `function:${name}`);
    throw new AwsError('ResourceNotFoundException', `Function not found: ${missing}`, 404, { Type: 'User' });
  }

  #create(resource: Resource): Created | Promise<Created> {
    const { type, logicalId, properties } = resource;
    const given = functionName(String(properties.FunctionName));
    const functionArn = arn('lambda', `function:${given.name}`);
    switch (type) {
      case 'AWS::Lambda::Function':
        return this.#createFunction(resource);
      case 'AWS::Lambda::EventSourceMapping':
        return this.#mappings.create(resource);
      case 'AWS::Lambda::EventInvokeConfig':
        this.#configs.set(given.name, invokeConfig(properties));
        return { ref: logicalId, attributes: {} };
      case 'AWS::Lambda::Version':
        return { ref: `${functionArn}:1`, attributes: { Version: '1', FunctionArn: `${functionArn}:1` } };
      case 'AWS::Lambda::Alias': {
        const aliasArn = `${functionArn}:${String(properties.Name)}`;
        return { ref: aliasArn, attributes: { AliasArn: aliasArn } };
      }
      default:
        return { ref: logicalId, attributes: { Id: logicalId } };
    }
  }

  async #createFunction(resource: Resource): Promise<Created> {
    const { home, roles, endpointUrl } = this.#parts;
    const definition = functionDefinition(resource);
    const { name, arn: functionArn } = definition;
    const roleName = roleNameOf(definition.roleArn);
    const runner = new WorkerPool({
      start: () => threadStart(definition, home),
      env: () => functionEnvironment(definition, roles.keysFor(roleName), endpointUrl()),
      budget: this.#budget,
    });
    await this.#functions.get(name)?.runner.close();
    this.#functions.set(name, { ...definition, roleName, runner, running: 0 });
    return { ref: name, attributes: { Arn: functionArn } };
  }

  #retireIdle(): void {
    for (const { runner } of this.#functions.values()) runner.retireIdle();
  }
}

/** A function's own call came over HTTP and holds the turn of that function; a state machine's came in process. */
function awaitedBy({ principal, raw }: AwsCall): Awaited {
  if (principal.kind === 'role') return raw === undefined ? 'nobody' : 'another';
  return principal.kind === 'service' && principal.name !== 'apigateway.amazonaws.com' ? 'nobody' : 'caller';
}

function configuration(fn: StandingFunction): Record<string, unknown> {
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Runtime: fn.runtime,
    Handler: fn.handler,
    Timeout: fn.timeoutMs / 1_000,
    MemorySize: fn.memoryMegabytes,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Version: '$LATEST',
    PackageType: 'Zip',
    Environment: { Variables: fn.environment },
  };
}
