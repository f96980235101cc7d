/**
 * Every place at which the local cloud commits something, by the name under which it is staged.
 *
 * The names are stable: crash tests end the process at each of them (`DAEDAP_CRASH_AT`), and fail when one is never
 * reached. A write under another name does not compile.
 */
export const COMMIT_POINTS = [
  'clock',
  // Step Functions
  'state-machine-kept',
  'state-machine-deleted',
  'execution-started',
  'call-answered',
  'timer-fired',
  'token-reported',
  'heartbeat-sent',
  'nested-ended',
  'item-ended',
  'execution-stopped',
  'execution-redriven',
  'executions-forgotten',
  'went-on',
  'resumed',
  'status-announced',
  // Lambda
  'lambda-checkpoint',
  'lambda-event',
  'lambda-event-done',
  // SNS
  'sns topic',
  'sns topic deleted',
  'sns subscription',
  'sns subscription deleted',
  'sns accepted',
  'sns put off',
  'sns delivered',
  // SQS
  'sqs queue',
  'sqs queue deleted',
  'sqs message',
  'sqs receive',
  'sqs message deleted',
  'sqs redrive',
  // EventBridge
  'events rule',
  'events rule deleted',
  'events bus',
  'events schedule armed',
  'events schedule deleted',
  'events accepted',
  'events put off',
  'events delivered',
  // EventBridge Scheduler
  'scheduler schedule',
  'scheduler schedule armed',
  'scheduler schedule deleted',
  'scheduler accepted',
  'scheduler put off',
  'scheduler delivered',
  // SES, S3, sign-in
  'ses sent',
  's3 bucket',
  's3 bucket deleted',
  's3 object',
  's3 object deleted',
  's3 tags',
  'sign-in key',
  'sign-in user',
  'sign-in user deleted',
] as const;

/** The name of a commit point. */
export type CommitPoint = (typeof COMMIT_POINTS)[number];
