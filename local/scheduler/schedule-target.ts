import { randomUUID } from 'node:crypto';
import type { Delivery } from '#local/events/deliveries.ts';
import { toTheSecond } from '#local/events/event.ts';
import { targetCall, targetPrincipal } from '#local/events/target-call.ts';
import { type Members, membersOf, numberOf, parsedMembers, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';

const universal = 'arn:aws:scheduler:::aws-sdk:';

/** The services of universal targets whose name differs from the one they sign with. */
const signingNames: Readonly<Record<string, string>> = {
  sfn: 'states',
  sesv2: 'ses',
  eventbridge: 'events',
  cognitoidentityprovider: 'cognito-idp',
};

/**
 * What one occurrence of a schedule delivers to its target.
 *
 * Imitates https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html and
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 * Left out: `<aws.scheduler.attempt-number>` stays 1 in repetitions. Without `Input` the target gets `{}`: AWS promises nothing there.
 */
export function scheduleDelivery(scheduleArn: string, target: Members, scheduledAt: number): Delivery {
  const executionId = randomUUID();
  const input = withContext(textOf(target.Input) ?? '{}', {
    'aws.scheduler.schedule-arn': scheduleArn,
    'aws.scheduler.scheduled-time': toTheSecond(scheduledAt),
    'aws.scheduler.execution-id': executionId,
    'aws.scheduler.attempt-number': '1',
  });
  const retry = membersOf(target.RetryPolicy);
  const deadLetterArn = textOf(membersOf(target.DeadLetterConfig).Arn);
  const targetArn = textOf(target.Arn) ?? '';
  return {
    what: `schedule ${scheduleArn.split('/').at(-1)} to ${targetArn.split(':').at(-1)}`,
    call: targetArn.startsWith(universal)
      ? universalCall(target, targetArn, input)
      : targetCall(target, { input, principal: targetPrincipal(target, 'scheduler.amazonaws.com'), id: executionId }),
    mostRetries: numberOf(retry.MaximumRetryAttempts) ?? 185,
    maximumAgeSeconds: numberOf(retry.MaximumEventAgeInSeconds) ?? 86_400,
    ...(deadLetterArn === undefined
      ? {}
      : {
          deadLetter: {
            queueUrl: deadLetterArn,
            body: input,
            attributes: { SCHEDULE_ARN: scheduleArn, TARGET_ARN: targetArn },
          },
        }),
  };
}

function universalCall(target: Members, targetArn: string, input: string): Delivery['call'] {
  const [name, action] = targetArn.slice(universal.length).split(':');
  const parameters = parsedMembers(input);
  if (name === undefined || action === undefined || parameters === undefined) {
    throw new AwsError(
      'ValidationException',
      `The universal target ${targetArn} wants an action and an Input that is a JSON object.`,
    );
  }
  return {
    principal: targetPrincipal(target, 'scheduler.amazonaws.com'),
    service: signingNames[name] ?? name,
    operation: action.charAt(0).toUpperCase() + action.slice(1),
    input: { ...parameters },
  };
}

function withContext(input: string, attributes: Readonly<Record<string, string>>): string {
  return input.replace(/<(aws\.scheduler\.[a-z-]+)>/g, (all, name: string) => attributes[name] ?? all);
}
