import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { entries } from './bundle.ts';
import { type Arns, functionRole } from './roles.ts';
import { memory, type Room, rooms, timeout } from './rooms.ts';
import { type FunctionId, type Setting, type Wire, wiring } from './wiring.ts';

/**
 * How long logs are kept: thirteen months, so that this month can be compared with the same one last year, and an
 * execution of a year is covered. Logs carry no personal detail; the audit trail is not a log.
 */
export const LOG_RETENTION = RetentionDays.THIRTEEN_MONTHS;

/** A log group that keeps for {@link LOG_RETENTION}; a removed stack leaves it to run out by itself. */
export function logGroup(scope: Construct, id: string): LogGroup {
  return new LogGroup(scope, id, { retention: LOG_RETENTION, removalPolicy: RemovalPolicy.RETAIN });
}

/** What the settings of functions say, each asked only for a function that needs it. */
export type SettingValues = Readonly<Record<Setting, () => string>>;

/** What every function is made from. */
export type Parts = { readonly bundles: string; readonly arns: Arns; readonly values: SettingValues };

/** The functions made so far, by id. */
export class Lambdas {
  readonly #made = new Map<FunctionId, LambdaFunction>();

  /** Makes functions; those that need a thing which is not there yet come in a later call. */
  add(scope: Construct, ids: readonly FunctionId[], parts: Parts): this {
    for (const id of ids) this.#made.set(id, lambda(scope, id, parts));
    return this;
  }

  /** Takes in those that were made apart. */
  join({ all }: Lambdas): this {
    for (const [id, made] of all) this.#made.set(id, made);
    return this;
  }

  /** @throws Error when it is not made yet */
  of(id: FunctionId): LambdaFunction {
    const made = this.#made.get(id);
    if (made === undefined) throw new Error(`function ${id} is not made yet`);
    return made;
  }

  /** All of them, in the order they were made. */
  get all(): ReadonlyMap<FunctionId, LambdaFunction> {
    return this.#made;
  }
}

/**
 * One function as the wiring describes it, with log group and role of its own.
 *
 * @param bundles folder with one folder per entry, as `bundle` writes it
 */
function lambda(scope: Construct, id: FunctionId, { bundles, arns, values }: Parts): LambdaFunction {
  const { entry, settings, access }: Wire = wiring[id];
  const room = roomOf(entry);
  const log = logGroup(scope, `${id}Log`);
  const role = functionRole(scope, `${id}Role`, { access, arns, logGroup: log });
  return new LambdaFunction(scope, id, {
    description: `Daedap functions/${entry}.lambda.ts`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(join(bundles, entry)),
    handler: 'index.handler',
    memorySize: memory[room],
    timeout: Duration.seconds(timeout[room]),
    tracing: Tracing.ACTIVE,
    logGroup: log,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    systemLogLevelV2: SystemLogLevel.WARN,
    environment: { ...environment(settings.shape, values), NODE_OPTIONS: '--enable-source-maps' },
    // The role is whole: what CDK would add (tracing, dead letters) stands in it by name.
    role: role.withoutPolicyUpdates(),
  });
}

/** Stops the synth when a file has no line in the wiring, or a line no file. */
export function checkWiring(functions: string): void {
  const found = entries(functions);
  const wired: string[] = Object.values<Wire>(wiring).map(({ entry }) => entry);
  const unwired = found.filter((entry) => !wired.includes(entry));
  const missing = wired.filter((entry) => !found.includes(entry));
  if (unwired.length > 0) throw new Error(`infra/wiring.ts has no line for ${unwired.join(', ')}`);
  if (missing.length > 0) throw new Error(`${functions} has no file for ${missing.join(', ')} of infra/wiring.ts`);
}

function environment(shape: Wire['settings']['shape'], values: SettingValues): Record<string, string> {
  const names = Object.keys(values).filter((name): name is Setting => name in shape);
  return Object.fromEntries(names.map((name) => [name, values[name]()]));
}

function roomOf(entry: Wire['entry']): Room {
  const room = rooms.find((name) => entry.startsWith(`${name}/`));
  if (room === undefined) throw new Error(`entry '${entry}' lies in none of ${rooms.join(', ')}`);
  return room;
}
