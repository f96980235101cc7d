import { Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as RuleTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventInvokeConfig, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { allow } from './roles.ts';

const PATIENCE = Duration.hours(6);
const ATTEMPTS = 2;

/** What is called, at which full hour in Seoul, and where a call ends that nobody could handle. */
type Daily = {
  readonly description: string;
  readonly hour: number;
  readonly target: LambdaFunction;
  readonly deadLetters: IQueue;
  /** What a further schedule of a function asks it for; the first one of a function asks for nothing by name. */
  readonly asks?: string;
};

/**
 * Calls a function once a day: the sweep for what was lost, the calendar for what changed, the notices for what the night held back.
 *
 * The function is told the scheduled time, because an event of the scheduler carries none. No schedule of ours fires more
 * often than hourly, so that an advance of the local cloud's clock over a year stays short.
 *
 * @param id names the schedule (`DailySweep`) and its role
 */
export function daily(
  scope: Construct,
  id: 'Sweep' | 'Calendar' | 'Digests' | 'HeldNotices' | 'Messages',
  { description, hour, target, deadLetters, asks }: Daily,
): void {
  const role = new Role(scope, `Daily${id}Role`, {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
    inlinePolicies: {
      [id.toLowerCase()]: new PolicyDocument({
        statements: [
          allow(['lambda:InvokeFunction'], [target.functionArn]),
          allow(['sqs:SendMessage'], [deadLetters.queueArn]),
        ],
      }),
    },
  });
  new CfnSchedule(scope, `Daily${id}`, {
    description,
    scheduleExpression: `cron(0 ${hour} * * ? *)`,
    scheduleExpressionTimezone: 'Asia/Seoul',
    flexibleTimeWindow: { mode: 'OFF' },
    state: 'ENABLED',
    target: {
      arn: target.functionArn,
      roleArn: role.roleArn,
      input: JSON.stringify({ scheduledAt: '<aws.scheduler.scheduled-time>', asks }),
      deadLetterConfig: { arn: deadLetters.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: PATIENCE.toSeconds(), maximumRetryAttempts: 10 },
    },
  });
  // A function has one place for what it could not handle, whatever called it.
  if (asks === undefined) keepUnhandled(scope, `${id}Unhandled`, target, deadLetters);
}

/** Who is told of a state machine's executions that ended otherwise than well, and where a telling ends that nobody could handle. */
type Faults = {
  readonly description: string;
  readonly machine: StateMachine;
  readonly told: LambdaFunction;
  readonly deadLetters: IQueue;
};

/**
 * What no Catch of a workflow sees (a fault of the runtime, a stop, a year, 25,000 events) reaches a person too, and so does
 * a hand-over whose own step could not write.
 *
 * @param id   names the rule
 * @param step the step that is told: names what it could not handle
 */
export function executionFaults(
  scope: Construct,
  id: string,
  step: string,
  { description, machine, told, deadLetters }: Faults,
): void {
  new Rule(scope, id, {
    description,
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [machine.stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
    targets: [new RuleTarget(told, { deadLetterQueue: deadLetters, maxEventAge: PATIENCE, retryAttempts: 10 })],
  });
  keepUnhandled(scope, `${step}Unhandled`, told, deadLetters);
}

/** An event that the function got and could not handle becomes a dead letter as well. */
function keepUnhandled(scope: Construct, id: string, handler: LambdaFunction, deadLetters: IQueue): void {
  new EventInvokeConfig(scope, id, {
    function: handler,
    maxEventAge: PATIENCE,
    retryAttempts: ATTEMPTS,
    onFailure: new SqsDestination(deadLetters),
  });
}
