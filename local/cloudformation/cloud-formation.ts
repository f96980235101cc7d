import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { arn } from '#local/template/place.ts';
import { textOf } from '#local/template/reading.ts';
import type { Stack } from '#local/template/template.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, Service } from '#local/wire/aws-service.ts';

/**
 * Tells what the stack of this cloud gave out.
 *
 * Imitates https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html; making, changing and deleting
 * stacks is left out: the template is stood up at the start.
 */
export class CloudFormation implements Service {
  readonly #clock: VirtualClock;
  #stack: Stack | undefined;

  constructor({ clock }: { clock: VirtualClock }) {
    this.#clock = clock;
  }

  /** From now on this stack is there. */
  show(stack: Stack | undefined): void {
    this.#stack = stack;
  }

  async call({ operation, input }: AwsCall): Promise<Record<string, unknown>> {
    if (operation !== 'DescribeStacks') {
      throw new AwsError('InvalidAction', `The local CloudFormation does not know the operation ${operation}.`);
    }
    const name = textOf(input.StackName);
    const stack = this.#stack;
    if (stack === undefined || (name !== undefined && name !== stack.name)) {
      if (name === undefined) return { Stacks: [] };
      throw new AwsError('ValidationError', `Stack with id ${name} does not exist`);
    }
    const Outputs = Object.entries(stack.outputs).map(([OutputKey, value]) => ({
      OutputKey,
      OutputValue: String(value),
    }));
    const described = {
      StackId: arn('cloudformation', `stack/${stack.name}/local`),
      StackName: stack.name,
      CreationTime: new Date(this.#clock.now()).toISOString(),
      StackStatus: 'CREATE_COMPLETE',
      Outputs,
    };
    return { Stacks: [described] };
  }

  permissions(operation: string): Permission[] {
    const stack = this.#stack === undefined ? '*' : arn('cloudformation', `stack/${this.#stack.name}/*`);
    return [{ action: `cloudformation:${operation}`, resource: stack }];
  }
}
