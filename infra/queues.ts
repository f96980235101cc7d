import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { timeout } from './rooms.ts';

/** The queues of the stack. Those named `…DeadLetters` hold what nobody could handle; each has an alarm. */
export type Queues = {
  readonly RelayQueue: Queue;
  readonly RelayDeadLetters: Queue;
  readonly NoticeQueue: Queue;
  readonly NoticeDeadLetters: Queue;
  readonly SweepDeadLetters: Queue;
  readonly NeedsAPersonDeadLetters: Queue;
  readonly CalendarQueue: Queue;
  readonly CalendarDeadLetters: Queue;
  readonly InstitutionQueue: Queue;
  readonly InstitutionDeadLetters: Queue;
  readonly AppQueue: Queue;
  readonly AppDeadLetters: Queue;
  readonly EmergencyDeadLetters: Queue;
  readonly FileDeadLetters: Queue;
  readonly ImportDeadLetters: Queue;
};

/** Deliveries of one message before it is a dead letter. */
export const MOST_DELIVERIES = 5;

/** The same of a message to a channel app, which rules/notices/app-patience.ts gives up before: more often than it is tried in a day. */
export const APP_DELIVERIES = 120;

// A message keeps its age when it becomes a dead letter, so a work queue keeps less long than its dead letters' queue.
const WORK_DAYS = 4;
const DEAD_LETTER_DAYS = 14;

/** The retry queues of relay and notices, the queues of what the calendar and channel apps are to be told and institutions are asked, and the dead letters of whoever has any. */
export function queues(scope: Construct): Queues {
  const RelayDeadLetters = deadLetters(scope, 'RelayDeadLetters');
  const NoticeDeadLetters = deadLetters(scope, 'NoticeDeadLetters');
  const CalendarDeadLetters = deadLetters(scope, 'CalendarDeadLetters');
  const InstitutionDeadLetters = deadLetters(scope, 'InstitutionDeadLetters');
  const AppDeadLetters = deadLetters(scope, 'AppDeadLetters', { fifo: true });
  return {
    RelayQueue: work(scope, 'RelayQueue', RelayDeadLetters, timeout.relay),
    RelayDeadLetters,
    NoticeQueue: work(scope, 'NoticeQueue', NoticeDeadLetters, timeout.notices),
    NoticeDeadLetters,
    CalendarQueue: work(scope, 'CalendarQueue', CalendarDeadLetters, timeout.calendar),
    CalendarDeadLetters,
    InstitutionQueue: work(scope, 'InstitutionQueue', InstitutionDeadLetters, timeout.institutions),
    InstitutionDeadLetters,
    AppQueue: work(scope, 'AppQueue', AppDeadLetters, timeout['channel-apps'], { fifo: true }, APP_DELIVERIES),
    AppDeadLetters,
    SweepDeadLetters: deadLetters(scope, 'SweepDeadLetters'),
    NeedsAPersonDeadLetters: deadLetters(scope, 'NeedsAPersonDeadLetters'),
    EmergencyDeadLetters: deadLetters(scope, 'EmergencyDeadLetters'),
    FileDeadLetters: deadLetters(scope, 'FileDeadLetters'),
    ImportDeadLetters: deadLetters(scope, 'ImportDeadLetters'),
  };
}

/** FIFO: messages of a group in order. What dies of it goes to a FIFO queue. */
type Kind = { readonly fifo?: true };

function work(
  scope: Construct,
  id: string,
  deadLetters: Queue,
  consumerSeconds: number,
  kind: Kind = {},
  maxReceiveCount = MOST_DELIVERIES,
): Queue {
  return new Queue(scope, id, {
    ...kind,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    // Six times the consumer's timeout, as AWS advises: nobody else gets the message while retries of Lambda run.
    visibilityTimeout: Duration.seconds(6 * consumerSeconds),
    retentionPeriod: Duration.days(WORK_DAYS),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount },
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function deadLetters(scope: Construct, id: string, kind: Kind = {}): Queue {
  return new Queue(scope, id, {
    ...kind,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(DEAD_LETTER_DAYS),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
