import { arnParts } from '#local/template/place.ts';
import { type Members, membersOf, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { Principal } from '#local/wire/aws-service.ts';
import type { Delivery } from './deliveries.ts';

/** What wakes a target: with which text, as whom, under which stable id. */
export type Waking = {
  readonly input: string;
  /** The role named by the target, else AWS itself. */
  readonly principal: Principal;
  /** The same at every try: names the execution, so that a repeated StartExecution starts one only. */
  readonly id: string;
};

/**
 * The call that wakes a target, by its ARN: a function, a queue, a topic, a state machine, an event bus.
 *
 * Imitates https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html; other kinds of target are refused by name.
 *
 * @param target its `Arn` and the parameters of its kind (`SqsParameters` …)
 * @throws AwsError `ValidationException` for a kind of target that the local cloud does not have
 */
export function targetCall(target: Members, { input, principal, id }: Waking): Delivery['call'] {
  const targetArn = textOf(target.Arn) ?? '';
  const kind = arnParts(targetArn);
  switch (kind?.service) {
    case 'lambda':
      return {
        principal,
        service: 'lambda',
        operation: 'Invoke',
        input: { FunctionName: targetArn, InvocationType: 'Event', Payload: input },
      };
    case 'sqs': {
      const group = textOf(membersOf(target.SqsParameters).MessageGroupId);
      const fifo = group === undefined ? {} : { MessageGroupId: group };
      return {
        principal,
        service: 'sqs',
        operation: 'SendMessage',
        input: { QueueUrl: kind.rest, MessageBody: input, ...fifo },
      };
    }
    case 'sns':
      return { principal, service: 'sns', operation: 'Publish', input: { TopicArn: targetArn, Message: input } };
    case 'states':
      return {
        principal,
        service: 'states',
        operation: 'StartExecution',
        input: { stateMachineArn: targetArn, name: id, input },
      };
    case 'events':
      return {
        principal,
        service: 'events',
        operation: 'PutEvents',
        input: { Entries: [forwarded(target, input, kind.rest)] },
      };
    default:
      throw new AwsError(
        'ValidationException',
        `Provided Arn is not in correct format or not a target of the local cloud: ${targetArn}`,
      );
  }
}

/** Whose rights the target's call has: its role's when it names one, else those of AWS itself. */
export function targetPrincipal(target: Members, service: string): Principal {
  const roleName = textOf(target.RoleArn)?.split('/').at(-1);
  return roleName === undefined ? { kind: 'service', name: service } : { kind: 'role', roleName };
}

function forwarded(target: Members, input: string, bus: string): Record<string, unknown> {
  const parameters = membersOf(target.EventBridgeParameters);
  const event = membersOf(JSON.parse(input));
  return {
    EventBusName: bus.split('/').at(-1),
    Source: textOf(parameters.Source) ?? textOf(event.source),
    DetailType: textOf(parameters.DetailType) ?? textOf(event['detail-type']),
    Detail: parameters.Source === undefined ? JSON.stringify(event.detail ?? {}) : input,
  };
}
