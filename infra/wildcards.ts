/** A right that cannot be given on a named thing, with the reason. A test finds any other `*` in the template. */
export type Wildcard = { readonly actions: readonly string[]; readonly resource: string; readonly reason: string };

/** Traces of functions and executions. */
export const traces: Wildcard = {
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
  resource: '*',
  reason: 'X-Ray knows no resources for these actions (Service Authorization Reference, AWS X-Ray).',
};

/** The delivery of an execution's log to its log group. */
export const logDelivery: Wildcard = {
  actions: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  resource: '*',
  reason: 'Log deliveries have no resources (Step Functions guide, "Logging using CloudWatch Logs", IAM policies).',
};

/** The administrators of the account over a key of the stack; in a key's policy `*` means this key. */
export const keyAdministration: Wildcard = {
  actions: ['kms:*'],
  resource: '*',
  reason: 'In a key policy `*` is the key itself; without its account a key could never be managed or deleted again.',
};

/** CloudWatch's use of the alarm topic's key. */
export const keyOfAlarms: Wildcard = {
  actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
  resource: '*',
  reason: 'In a key policy `*` is the key itself; only CloudWatch may, for alarms of this account.',
};

/** Text messages to citizens. */
export const phoneNumbers: Wildcard = {
  actions: ['sns:Publish'],
  resource: 'everything but topics and applications',
  reason:
    'A phone number has no ARN, so the right is everything that is no SNS resource (NotResource arn:…:sns:*:*:*).',
};

/** Every wildcard of the template. */
export const wildcards: readonly Wildcard[] = [traces, logDelivery, keyAdministration, keyOfAlarms, phoneNumbers];
