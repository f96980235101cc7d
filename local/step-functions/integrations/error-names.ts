import type { AwsError } from '#local/wire/aws-error.ts';
import type { Call } from '../execution.ts';

/**
 * The error names by which Step Functions records what a service's API threw.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html. Optimized integrations name
 * the exceptions of the AWS SDK for Java 1, SDK integrations those of version 2.
 */
type Names = { readonly prefix: string; readonly base: string; readonly service: string };

const OPTIMIZED: ReadonlyMap<string, Names> = new Map([
  ['lambda', { prefix: 'Lambda', base: 'AWSLambdaException', service: 'AWSLambda' }],
  ['dynamodb', { prefix: 'DynamoDB', base: 'AmazonDynamoDBException', service: 'AmazonDynamoDBv2' }],
  ['sns', { prefix: 'SNS', base: 'AmazonSNSException', service: 'AmazonSNS' }],
  ['sqs', { prefix: 'SQS', base: 'AmazonSQSException', service: 'AmazonSQS' }],
  ['states', { prefix: 'StepFunctions', base: 'AWSStepFunctionsException', service: 'AWSStepFunctions' }],
  ['events', { prefix: 'EventBridge', base: 'AmazonEventBridgeException', service: 'AmazonEventBridge' }],
]);

const SDK: ReadonlyMap<string, Names> = new Map([
  ['lambda', { prefix: 'Lambda', base: 'LambdaException', service: 'Lambda' }],
  ['dynamodb', { prefix: 'DynamoDb', base: 'DynamoDbException', service: 'DynamoDb' }],
  ['streams.dynamodb', { prefix: 'DynamoDb', base: 'DynamoDbException', service: 'DynamoDbStreams' }],
  ['sns', { prefix: 'Sns', base: 'SnsException', service: 'Sns' }],
  ['sqs', { prefix: 'Sqs', base: 'SqsException', service: 'Sqs' }],
  ['states', { prefix: 'Sfn', base: 'SfnException', service: 'Sfn' }],
  ['events', { prefix: 'EventBridge', base: 'EventBridgeException', service: 'EventBridge' }],
  ['scheduler', { prefix: 'Scheduler', base: 'SchedulerException', service: 'Scheduler' }],
  ['s3', { prefix: 'S3', base: 'S3Exception', service: 'S3' }],
  [
    'cognito-idp',
    { prefix: 'CognitoIdentityProvider', base: 'CognitoIdentityProviderException', service: 'CognitoIdentityProvider' },
  ],
]);

/** Codes that no service models: SDKs throw their base exception. */
const UNMODELED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ValidationException',
  'ValidationError',
  'InternalFailure',
  'InvalidClientTokenId',
  'IncompleteSignature',
  'MissingAuthenticationToken',
  'MissingParameter',
  'SerializationException',
  'ServiceUnavailable',
  'Throttling',
  'ThrottlingException',
  'UnknownOperationException',
  'UnrecognizedClientException',
]);

/** What some services model all the same: by the integrations' SDKs. */
const MODELED: ReadonlySet<string> = new Set([
  'sdk dynamodb ThrottlingException',
  'sdk states ValidationException',
  'optimized states ValidationException',
  'sdk scheduler ValidationException',
  'sdk scheduler ThrottlingException',
]);

/** @param thrown the service's own error; without one the call broke on the way */
export function errorOfCall(
  call: Call,
  thrown: AwsError | undefined,
  error: unknown,
): { error: string; cause: string } {
  const names = (call.style === 'sdk' ? SDK : OPTIMIZED).get(call.service) ?? {
    prefix: call.service,
    base: `${call.service}Exception`,
    service: call.service,
  };
  if (thrown === undefined) {
    const message = error instanceof Error ? error.message : String(error);
    return { error: `${names.prefix}.SdkClientException`, cause: `Unable to execute HTTP request: ${message}` };
  }
  const code = (thrown.name.split('#').at(-1) ?? thrown.name).split('.').at(-1) ?? thrown.name;
  const isModeled = !UNMODELED.has(code) || MODELED.has(`${call.style} ${call.service} ${code}`);
  const exception = !isModeled ? names.base : code.endsWith('Exception') ? code : `${code}Exception`;
  const request = '00000000-0000-0000-0000-000000000000';
  const detail =
    call.style === 'sdk'
      ? `(Service: ${names.service}, Status Code: ${thrown.statusCode}, Request ID: ${request})`
      : `(Service: ${names.service}; Status Code: ${thrown.statusCode}; Error Code: ${code}; Request ID: ${request}; Proxy: null)`;
  return { error: `${names.prefix}.${exception}`, cause: `${thrown.message} ${detail}` };
}
