import type { JsonObject } from '../json.ts';
import type { Resource } from './resource.ts';

/**
 * Which optimized integrations there are for the services of the local cloud, how their tasks can be waited for, and
 * which parameters they take.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html and the page of each service
 * (connect-lambda.html, connect-ddb.html, connect-sns.html, connect-sqs.html, connect-eventbridge.html,
 * connect-stepfunctions.html). Leaves out which parameters each operation of an SDK integration takes.
 */
type Integration = { readonly until: readonly Resource['until'][]; readonly parameters: readonly string[] };

const CHANGED_ITEM = [
  'ConditionalOperator',
  'ConditionExpression',
  'Expected',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnConsumedCapacity',
  'ReturnItemCollectionMetrics',
  'ReturnValues',
  'ReturnValuesOnConditionCheckFailure',
  'TableName',
];
const FIFO = ['MessageDeduplicationId', 'MessageGroupId'];

const INTEGRATIONS: ReadonlyMap<string, Integration> = new Map([
  [
    'lambda:invoke',
    {
      until: ['answer', 'token'],
      parameters: ['ClientContext', 'FunctionName', 'InvocationType', 'Payload', 'Qualifier'],
    },
  ],
  [
    'dynamodb:getItem',
    {
      until: ['answer'],
      parameters: [
        'AttributesToGet',
        'ConsistentRead',
        'ExpressionAttributeNames',
        'Key',
        'ProjectionExpression',
        'ReturnConsumedCapacity',
        'TableName',
      ],
    },
  ],
  ['dynamodb:putItem', { until: ['answer'], parameters: [...CHANGED_ITEM, 'Item'] }],
  ['dynamodb:deleteItem', { until: ['answer'], parameters: [...CHANGED_ITEM, 'Key'] }],
  [
    'dynamodb:updateItem',
    { until: ['answer'], parameters: [...CHANGED_ITEM, 'AttributeUpdates', 'Key', 'UpdateExpression'] },
  ],
  [
    'sns:publish',
    {
      until: ['answer', 'token'],
      parameters: [
        ...FIFO,
        'Message',
        'MessageAttributes',
        'MessageStructure',
        'PhoneNumber',
        'Subject',
        'TargetArn',
        'TopicArn',
      ],
    },
  ],
  [
    'sqs:sendMessage',
    {
      until: ['answer', 'token'],
      parameters: [...FIFO, 'DelaySeconds', 'MessageAttributes', 'MessageBody', 'MessageSystemAttributes', 'QueueUrl'],
    },
  ],
  ['events:putEvents', { until: ['answer', 'token'], parameters: ['EndpointId', 'Entries'] }],
  [
    'states:startExecution',
    { until: ['answer', 'token', 'execution'], parameters: ['Input', 'Name', 'StateMachineArn', 'TraceHeader'] },
  ],
]);

const SERVICES = new Set([...INTEGRATIONS.keys()].map((name) => name.split(':')[0]));

/** Whether AWS has this integration. Of services that the local cloud has not, every optimized one is taken for real. */
export function isRecognised(resource: Resource): boolean {
  if (resource.style === 'function') return true;
  if (!/^[a-z]/.test(resource.resource)) return false;
  if (resource.style === 'sdk') return resource.until !== 'execution';
  if (!SERVICES.has(resource.resourceType)) return true;
  return integrationOf(resource)?.until.includes(resource.until) ?? false;
}

/** What is wrong with the names of a task's parameters, in AWS's words. They are looked at when the task begins. */
export function parameterFaults(resource: Resource, given: JsonObject): string[] {
  const integration = resource.style === 'optimized' ? integrationOf(resource) : undefined;
  // Parameters are in PascalCase, whatever the service's own API has.
  const isTaken = (name: string): boolean => integration?.parameters.includes(name) ?? !/^[a-z]/.test(name);
  return Object.keys(given)
    .filter((name) => !isTaken(name))
    .map((name) => `The field "${name}" is not supported by Step Functions`);
}

function integrationOf({ resourceType, resource }: Resource): Integration | undefined {
  return INTEGRATIONS.get(`${resourceType}:${resource.split('.')[0]}`);
}
