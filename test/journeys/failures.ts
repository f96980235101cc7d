import { readFileSync } from 'node:fs';
import type { HistoryEvent } from '@aws-sdk/client-sfn';

type State = { readonly Type: string; readonly Resource?: string; readonly Retry?: { ErrorEquals: string[] }[] };
const asl = new URL('../../workflows/complaint.asl.json', import.meta.url);
const { States }: { States: Record<string, State> } = JSON.parse(readFileSync(asl, 'utf8'));
/** The Task states of a complaint, by name. */
export const tasks = Object.entries(States).filter(([, { Type }]) => Type === 'Task');
/** Those that invoke a function, and those that wait for a token. */
export const steps = tasks.flatMap(([name, { Resource = '' }]) => (Resource.endsWith('lambda:invoke') ? [name] : []));
export const waits = tasks.flatMap(([name]) => (steps.includes(name) ? [] : [name]));
/** Those that have a story of their own: when no rule can help, when an execution grows old, when a case goes outside, or nobody wants it. */
const elsewhere: readonly string[] = [
  'NeedsAPerson',
  'Continue',
  'AwaitAcceptance',
  'TakeBack',
  'AwaitDecision',
  'Adjudicate',
];
/** The states of a complaint that is unsure, climbs every rung and is rated. */
export const story = tasks.flatMap(([name]) => (elsewhere.includes(name) ? [] : [name]));
/** Every error that some state retries. */
export const retried = new Set(tasks.flatMap(([, { Retry = [] }]) => Retry.flatMap(({ ErrorEquals }) => ErrorEquals)));

/** What goes wrong: the error as the state sees it, and the fault that causes it; `hasEffect`: only the answer is lost. */
export type Failure = { readonly error: string; readonly by: Record<string, unknown>; readonly hasEffect?: boolean };

/** Every error that a step's state retries and can get, by the fault that causes it. */
export const ofSteps: readonly Failure[] = [
  { error: 'TransientFault', by: { kind: 'function-error', error: 'TransientFault' } },
  { error: 'Sandbox.Timedout', by: { kind: 'function-error', error: 'Sandbox.Timedout' } },
  { error: 'Lambda.ServiceException', by: { kind: 'error', error: 'ServiceException' } },
  { error: 'Lambda.AWSLambdaException', by: { kind: 'error', error: 'InternalFailure' } },
  { error: 'Lambda.SdkClientException', by: { kind: 'error', error: 'SdkClientException' } },
  { error: 'Lambda.TooManyRequestsException', by: { kind: 'throttle' } },
  {
    error: 'Lambda.ClientExecutionTimeoutException',
    by: { kind: 'error', error: 'ClientExecutionTimeoutException' },
  },
  { error: 'Lambda.SdkClientException', by: { kind: 'drop-answer' }, hasEffect: true },
];

/** The same for the states that wait: their call is DynamoDB's. */
export const ofWaits: readonly Failure[] = [
  { error: 'DynamoDb.ThrottlingException', by: { kind: 'throttle', error: 'ThrottlingException' } },
  { error: 'DynamoDb.ProvisionedThroughputExceededException', by: { kind: 'throttle' } },
  { error: 'DynamoDb.InternalServerErrorException', by: { kind: 'error' } },
  { error: 'DynamoDb.SdkClientException', by: { kind: 'drop-answer' }, hasEffect: true },
];

/** An error that no state retries. */
export const permanent: Readonly<Record<'ofStep' | 'ofWait', Failure>> = {
  ofStep: { error: 'CityRecordMissing', by: { kind: 'function-error', error: 'CityRecordMissing' } },
  ofWait: { error: 'DynamoDb.ResourceNotFoundException', by: { kind: 'throttle', error: 'ResourceNotFoundException' } },
};

/** What went wrong in an execution: `Receive TransientFault`. */
export function failuresIn(events: readonly HistoryEvent[]): string[] {
  let state = '';
  return events.flatMap((event) => {
    state = event.stateEnteredEventDetails?.name ?? state;
    const error = event.taskFailedEventDetails?.error ?? event.taskSubmitFailedEventDetails?.error;
    return error === undefined ? [] : [`${state} ${error}`];
  });
}
