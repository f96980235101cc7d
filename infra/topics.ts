import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** The topics of the stack: people subscribe to them by e-mail or otherwise, outside the template. */
export type Topics = { readonly AuditOfficeTopic: Topic; readonly AlarmTopic: Topic };

/**
 * The audit office's topic (a rung of the ladder) and the operators' alarm topic.
 *
 * Both are encrypted. The alarm topic needs a key of ours, because CloudWatch may not use AWS's own key for SNS: its
 * alarms would be lost in silence.
 */
export function topics(scope: Construct): Topics {
  const AuditOfficeTopic = new Topic(scope, 'AuditOfficeTopic', {
    displayName: 'Daedap audit office',
    enforceSSL: true,
  });
  const template = AuditOfficeTopic.node.defaultChild;
  if (template instanceof CfnTopic) template.kmsMasterKeyId = 'alias/aws/sns';
  const AlarmTopic = new Topic(scope, 'AlarmTopic', {
    displayName: 'Daedap alarms',
    masterKey: alarmKey(scope),
    enforceSSL: true,
  });
  AlarmTopic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [AlarmTopic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return { AuditOfficeTopic, AlarmTopic };
}

function alarmKey(scope: Construct): Key {
  const key = new Key(scope, 'AlarmKey', {
    description: 'Encrypts the messages of the alarm topic',
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    // Nothing is kept under it: a message is gone once it is delivered.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return key;
}
