import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import { type Created, type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, Service } from '#local/wire/aws-service.ts';
import { Arns } from './api/arns.ts';
import { checkConstraints } from './api/constraints.ts';
import { ExecutionOperations } from './api/execution-operations.ts';
import { leftOut, MachineOperations } from './api/machine-operations.ts';
import type { Input } from './api/members.ts';
import { permissionsOf } from './api/permissions.ts';
import { TaskOperations } from './api/task-operations.ts';
import { checkDefinition } from './definition/check.ts';
import { Engine } from './engine.ts';
import { ExecutionStore } from './execution-store.ts';
import { isObject } from './json.ts';
import { MachineStore } from './machine-store.ts';

/** What the local Step Functions needs around it. */
export type StepFunctionsParts = {
  readonly journal: Journal;
  readonly clock: VirtualClock;
  readonly quiet: Quiet;
  readonly gateway: { call(call: AwsCall): Promise<Record<string, unknown>> };
  /** `ap-northeast-2` (Seoul) by default. */
  readonly region?: string;
  /** `000000000000` by default. */
  readonly account?: string;
};

type Operation = (input: Input) => Record<string, unknown> | Promise<Record<string, unknown>>;

/**
 * AWS Step Functions on one machine: standard state machines, durable, in virtual time.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/apireference/Welcome.html. Leaves out Express state machines,
 * activities, versions, aliases, map run operations and TestState; each answers with an error that says so.
 */
export class StepFunctions implements Service {
  readonly provider: Provider;
  readonly #engine: Engine;
  readonly #store: ExecutionStore;
  readonly #machines: MachineStore;
  readonly #clock: VirtualClock;
  readonly #arns: Arns;
  readonly #operations: ReadonlyMap<string, Operation>;

  constructor(parts: StepFunctionsParts) {
    const { journal, clock, region = 'ap-northeast-2', account = '000000000000' } = parts;
    this.#clock = clock;
    this.#store = new ExecutionStore(journal);
    this.#machines = new MachineStore(journal, this.#store);
    this.#arns = new Arns(region, account);
    this.#engine = new Engine({ ...parts, region }, this.#store);
    const machines = new MachineOperations(this.#machines, clock, this.#arns);
    const tasks = new TaskOperations(this.#engine);
    const executions = new ExecutionOperations({
      engine: this.#engine,
      store: this.#store,
      machines,
      clock,
      journal,
      arns: this.#arns,
    });
    this.#operations = operationsOf(machines, executions, tasks);
    this.provider = { types: ['AWS::StepFunctions::StateMachine'], create: (resource) => this.#create(resource) };
  }

  /** Takes up every running execution where it stood. */
  start(): void {
    this.#engine.start();
  }

  close(): void {
    this.#engine.close();
  }

  async call({ operation, input }: AwsCall): Promise<Record<string, unknown>> {
    const perform = this.#operations.get(operation);
    if (perform === undefined)
      throw leftOut(LEFT_OUT.find(([pattern]) => pattern.test(operation))?.[1] ?? `the operation ${operation}`);
    checkConstraints(operation, input);
    return perform(input);
  }

  permissions(operation: string, input: Input): Permission[] {
    return permissionsOf(operation, input, this.#arns, this.#store);
  }

  /** Creates the template's state machine, or updates it where the template has changed. */
  async #create(resource: Resource): Promise<Created> {
    const { properties } = resource;
    if (properties.StateMachineType === 'EXPRESS') throw leftOut('Express state machines');
    const name = physicalName(resource, 'StateMachineName');
    const arn = this.#arns.machine(name);
    const definition = checkDefinition(definitionOf(properties));
    const roleArn = String(properties.RoleArn);
    const known = this.#machines.get(arn);
    if (known?.definition !== definition || known.roleArn !== roleArn) {
      const now = this.#clock.now();
      await this.#machines.keep({
        arn,
        name,
        definition,
        roleArn,
        createdAt: known?.createdAt ?? now,
        updatedAt: now,
        revision: (known?.revision ?? 0) + 1,
        tags: known?.tags ?? [],
      });
    }
    return { ref: arn, attributes: { Arn: arn, Name: name, StateMachineRevisionId: String(known?.revision ?? 1) } };
  }
}

function definitionOf(properties: Resource['properties']): string {
  const { DefinitionString, Definition, DefinitionSubstitutions } = properties;
  const given = DefinitionString ?? Definition;
  if (given === undefined)
    throw new AwsError('InvalidDefinition', 'a state machine of a template needs DefinitionString or Definition');
  let text = typeof given === 'string' ? given : JSON.stringify(given);
  for (const [name, value] of Object.entries(isObject(DefinitionSubstitutions) ? DefinitionSubstitutions : {})) {
    text = text.replaceAll(`\${${name}}`, String(value));
  }
  return text;
}

function operationsOf(
  machines: MachineOperations,
  executions: ExecutionOperations,
  tasks: TaskOperations,
): Map<string, Operation> {
  return new Map<string, Operation>([
    ['CreateStateMachine', (input) => machines.create(input)],
    ['UpdateStateMachine', (input) => machines.update(input)],
    ['DeleteStateMachine', (input) => machines.delete(input)],
    ['DescribeStateMachine', (input) => machines.describe(input)],
    ['ListStateMachines', (input) => machines.list(input)],
    ['ValidateStateMachineDefinition', (input) => machines.validate(input)],
    ['ListTagsForResource', (input) => machines.listTags(input)],
    ['TagResource', (input) => machines.tag(input)],
    ['UntagResource', (input) => machines.untag(input)],
    ['StartExecution', (input) => executions.start(input)],
    ['DescribeExecution', (input) => executions.describe(input)],
    ['ListExecutions', (input) => executions.list(input)],
    ['StopExecution', (input) => executions.stop(input)],
    ['RedriveExecution', (input) => executions.redrive(input)],
    ['GetExecutionHistory', (input) => executions.history(input)],
    ['DescribeStateMachineForExecution', (input) => executions.describeMachine(input)],
    ['SendTaskSuccess', (input) => tasks.success(input)],
    ['SendTaskFailure', (input) => tasks.failure(input)],
    ['SendTaskHeartbeat', (input) => tasks.heartbeat(input)],
  ]);
}

const LEFT_OUT: readonly [RegExp, string][] = [
  [/Activit/, 'activities'],
  [/Alias/, 'aliases of state machines'],
  [/Version/, 'versions of state machines'],
  [/MapRun/, 'operations on map runs'],
  [/^TestState$/, 'TestState'],
  [/^StartSyncExecution$/, 'synchronous executions (Express)'],
];
