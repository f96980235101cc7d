/**
 * The Resource of a Task state: which service does the work, and what the state waits for.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html,
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html. Leaves out activities and HTTP tasks.
 */
export type Resource = {
  readonly style: 'function' | 'optimized' | 'sdk';
  /** As in history events: `lambda`, `aws-sdk:dynamodb`; of a function the empty text. */
  readonly resourceType: string;
  /** As in history events: `invoke.waitForTaskToken`; of a function its ARN. */
  readonly resource: string;
  /** As the gateway knows it. */
  readonly service: string;
  readonly operation: string;
  readonly until: 'answer' | 'token' | 'execution';
  /** `.sync:2` gives the other execution's output as JSON, `.sync` as text. */
  readonly isSecondSync: boolean;
};

const GATEWAY_NAMES: ReadonlyMap<string, string> = new Map([
  ['sfn', 'states'],
  ['eventbridge', 'events'],
  ['cognitoidentityprovider', 'cognito-idp'],
  ['dynamodbstreams', 'streams.dynamodb'],
]);

const resources = new Map<string, Resource | undefined>();

/** @returns `undefined` for an ARN that is no function and no integration */
export function readResource(arn: string): Resource | undefined {
  if (resources.has(arn)) return resources.get(arn);
  const resource = parsed(arn);
  resources.set(arn, resource);
  return resource;
}

function parsed(arn: string): Resource | undefined {
  if (/^arn:[\w-]+:lambda:[\w-]*:\d*:function:/.test(arn)) {
    return {
      style: 'function',
      resourceType: '',
      resource: arn,
      service: 'lambda',
      operation: 'Invoke',
      until: 'answer',
      isSecondSync: false,
    };
  }
  const match = /^arn:[\w-]+:states:[\w-]*:\d*:(aws-sdk:)?([\w-]+):(\w+)(\.waitForTaskToken|\.sync(?::2)?)?$/.exec(arn);
  const [, sdk, service, action, pattern] = match ?? [];
  if (service === undefined || action === undefined || service === 'activity') return undefined;
  return {
    style: sdk === undefined ? 'optimized' : 'sdk',
    resourceType: `${sdk ?? ''}${service}`,
    resource: `${action}${pattern ?? ''}`,
    service: GATEWAY_NAMES.get(service) ?? service,
    operation: `${action.charAt(0).toUpperCase()}${action.slice(1)}`,
    until: pattern === '.waitForTaskToken' ? 'token' : pattern === undefined ? 'answer' : 'execution',
    isSecondSync: pattern === '.sync:2',
  };
}
