import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { checkDefinition, diagnosticsOf } from '../definition/check.ts';
import type { MachineRow, MachineStore } from '../machine-store.ts';
import { type Arns, checkedArn, checkedName } from './arns.ts';
import { type Input, maxResults, optionalText, pageOf, requiredText } from './members.ts';

/** 50 tags: a state machine has no more. */
const MOST_TAGS = 50;

/**
 * Operations on state machines.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html and its neighbours.
 * Leaves out Express machines, versions and aliases, logging, tracing and encryption settings.
 */
export class MachineOperations {
  readonly #machines: MachineStore;
  readonly #clock: VirtualClock;
  readonly #arns: Arns;

  constructor(machines: MachineStore, clock: VirtualClock, arns: Arns) {
    this.#machines = machines;
    this.#clock = clock;
    this.#arns = arns;
  }

  async create(input: Input): Promise<Record<string, unknown>> {
    const name = checkedName(input.name);
    const roleArn = requiredText(input, 'roleArn');
    if (input.type === 'EXPRESS') throw leftOut('Express state machines');
    checkPublish(input);
    const definition = checkDefinition(requiredText(input, 'definition'));
    const arn = this.#arns.machine(name);
    const known = this.#machines.get(arn);
    if (known !== undefined) {
      // Another role or other tags are no difference, and are not taken over.
      if (known.definition !== definition) {
        throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
      }
      return { stateMachineArn: arn, creationDate: known.createdAt / 1000 };
    }
    const now = this.#clock.now();
    await this.#machines.keep({
      arn,
      name,
      definition,
      roleArn,
      createdAt: now,
      updatedAt: now,
      revision: 1,
      tags: tagsOf(input.tags),
    });
    return { stateMachineArn: arn, creationDate: now / 1000 };
  }

  async update(input: Input): Promise<Record<string, unknown>> {
    const machine = this.existing(input.stateMachineArn);
    checkPublish(input);
    const given = optionalText(input, 'definition');
    const roleArn = optionalText(input, 'roleArn') ?? machine.roleArn;
    if (
      given === undefined &&
      input.roleArn === undefined &&
      input.loggingConfiguration === undefined &&
      input.tracingConfiguration === undefined
    ) {
      throw new AwsError(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
      );
    }
    const definition = given === undefined ? machine.definition : checkDefinition(given);
    const updatedAt = this.#clock.now();
    await this.#machines.keep({ ...machine, definition, roleArn, updatedAt, revision: machine.revision + 1 });
    return { updateDate: updatedAt / 1000, revisionId: revisionId(machine.revision + 1) };
  }

  async delete(input: Input): Promise<Record<string, unknown>> {
    const arn = checkedArn(input.stateMachineArn, 'stateMachine');
    if (this.#machines.get(arn) !== undefined) await this.#machines.delete(arn);
    return {};
  }

  describe(input: Input): Record<string, unknown> {
    const machine = this.existing(input.stateMachineArn);
    return {
      ...shownMachine(machine),
      status: 'ACTIVE',
      type: 'STANDARD',
      creationDate: machine.createdAt / 1000,
      ...shownRevision(machine),
    };
  }

  list(input: Input): Record<string, unknown> {
    const { items, nextToken } = pageOf(this.#machines.all(), input);
    return {
      stateMachines: items.map(({ arn, name, createdAt }) => ({
        stateMachineArn: arn,
        name,
        type: 'STANDARD',
        creationDate: createdAt / 1000,
      })),
      ...nextToken,
    };
  }

  validate(input: Input): Record<string, unknown> {
    const diagnostics = diagnosticsOf(requiredText(input, 'definition'));
    const isWanted = ({ severity }: { severity: string }): boolean =>
      input.severity === 'WARNING' || severity === 'ERROR';
    const wanted = diagnostics.filter(isWanted);
    const shown = wanted.slice(0, maxResults(input));
    return {
      result: diagnostics.some(({ severity }) => severity === 'ERROR') ? 'FAIL' : 'OK',
      diagnostics: shown,
      truncated: shown.length < wanted.length,
    };
  }

  listTags(input: Input): Record<string, unknown> {
    return { tags: this.#tagged(input).tags };
  }

  async tag(input: Input): Promise<Record<string, unknown>> {
    const machine = this.#tagged(input);
    const added = tagsOf(input.tags);
    const kept = machine.tags.filter(({ key }) => !added.some((tag) => tag.key === key));
    const tags = [...kept, ...added];
    if (tags.length > MOST_TAGS)
      throw new AwsError('TooManyTags', `Too many tags: '${machine.arn}' can have ${MOST_TAGS}`);
    await this.#machines.keep({ ...machine, tags });
    return {};
  }

  async untag(input: Input): Promise<Record<string, unknown>> {
    const machine = this.#tagged(input);
    const removed: unknown[] = Array.isArray(input.tagKeys) ? input.tagKeys : [];
    await this.#machines.keep({ ...machine, tags: machine.tags.filter(({ key }) => !removed.includes(key)) });
    return {};
  }

  #tagged(input: Input): MachineRow {
    const arn = checkedArn(input.resourceArn, 'stateMachine');
    const machine = this.#machines.get(arn);
    if (machine === undefined) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
    return machine;
  }

  /** When the state machine came to this definition, if it still has it. */
  revisionOf(arn: string, definition: string): Record<string, unknown> | undefined {
    const machine = this.#machines.get(arn);
    if (machine?.definition !== definition) return undefined;
    return { updateDate: machine.updatedAt / 1000, ...shownRevision(machine) };
  }

  /** @throws AwsError StateMachineDoesNotExist */
  existing(stateMachineArn: unknown): MachineRow {
    const arn = checkedArn(stateMachineArn, 'stateMachine');
    const machine = this.#machines.get(arn);
    if (machine !== undefined) return machine;
    if (arn.split(':').length > 7) throw leftOut('versions and aliases of state machines');
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }
}

/** The members that DescribeStateMachine and DescribeStateMachineForExecution share. */
export function shownMachine(
  machine: Pick<MachineRow, 'arn' | 'name' | 'definition' | 'roleArn'>,
): Record<string, unknown> {
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    definition: machine.definition,
    roleArn: machine.roleArn,
    loggingConfiguration: { includeExecutionData: false, level: 'OFF' },
    tracingConfiguration: { enabled: false },
  };
}

/** What the local Step Functions does not do. */
export function leftOut(what: string): AwsError {
  return new AwsError('UnknownOperationException', `the local Step Functions leaves out ${what}`);
}

function checkPublish(input: Input): void {
  if (input.publish === true) throw leftOut('versions of state machines');
  if (optionalText(input, 'versionDescription') !== undefined)
    throw new AwsError('ValidationException', 'Version description can only be set when publish is true');
}

/** A machine has no revision until it is first updated. */
function shownRevision({ revision }: MachineRow): Record<string, unknown> {
  return revision === 1 ? {} : { revisionId: revisionId(revision) };
}

function revisionId(revision: number): string {
  return `00000000-0000-4000-8000-${revision.toString(16).padStart(12, '0')}`;
}

function tagsOf(value: unknown): { key: string; value: string }[] {
  const tags: unknown[] = Array.isArray(value) ? value : [];
  return tags.map((tag) => ({
    key: String(Reflect.get(Object(tag), 'key')),
    value: String(Reflect.get(Object(tag), 'value')),
  }));
}
