import { listOf, type Members, membersOf, numberOf, textOf } from '#local/template/reading.ts';
import type { AwsCall } from '#local/wire/aws-service.ts';

/** An execution as a list shows it. */
export type Execution = {
  readonly arn: string;
  readonly name: string;
  readonly machine: string;
  readonly status: string;
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
};
/** An execution with all that happened in it and the definition it runs on. */
export type ExecutionStory = Execution & { readonly events: readonly Members[]; readonly definition: string };

/** Step Functions as this page asks it. */
export type States = { call(call: AwsCall): Promise<Record<string, unknown>> };

const PAGE = 1000;
/** A longer history is shown up to here; the AWS CLI gives all of it. */
const MOST_EVENTS = 2000;

/** Reads executions by the operations that any AWS client has; so the page knows no more than they tell. */
export class Executions {
  readonly #states: States;

  constructor(states: States) {
    this.#states = states;
  }

  /** Those that began last, over all state machines, the newest first. */
  async latest(count: number): Promise<Execution[]> {
    const machines = listOf((await this.#ask('ListStateMachines', {})).stateMachines).map(membersOf);
    const lists = await Promise.all(
      machines.map(({ stateMachineArn }) => this.#ask('ListExecutions', { stateMachineArn, maxResults: count })),
    );
    return lists
      .flatMap(({ executions }) => listOf(executions).map(membersOf).map(executionOf))
      .sort((a, b) => b.startedAt - a.startedAt)
      .slice(0, count);
  }

  /** @throws AwsError when there is none of this ARN */
  async story(arn: string): Promise<ExecutionStory> {
    const execution = executionOf(await this.#ask('DescribeExecution', { executionArn: arn }));
    const { definition } = await this.#ask('DescribeStateMachineForExecution', { executionArn: arn });
    const events: Members[] = [];
    let nextToken: string | undefined;
    do {
      const input = { executionArn: arn, maxResults: PAGE, ...(nextToken === undefined ? {} : { nextToken }) };
      const answer = await this.#ask('GetExecutionHistory', input);
      events.push(...listOf(answer.events).map(membersOf));
      nextToken = textOf(answer.nextToken);
    } while (nextToken !== undefined && events.length < MOST_EVENTS);
    return { ...execution, events, definition: textOf(definition) ?? '' };
  }

  #ask(operation: string, input: Members): Promise<Record<string, unknown>> {
    return this.#states.call({ service: 'states', operation, input, principal: { kind: 'outside' } });
  }
}

function executionOf(members: Members): Execution {
  const machineArn = textOf(members.stateMachineArn) ?? '';
  const stoppedAt = numberOf(members.stopDate);
  return {
    arn: textOf(members.executionArn) ?? '',
    name: textOf(members.name) ?? '',
    machine: machineArn.slice(machineArn.lastIndexOf(':') + 1),
    status: textOf(members.status) ?? '',
    startedAt: (numberOf(members.startDate) ?? 0) * 1000,
    stoppedAt: stoppedAt === undefined ? undefined : stoppedAt * 1000,
  };
}
