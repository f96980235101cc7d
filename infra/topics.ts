import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** The topics of the stack: people subscribe to them by e-mail or otherwise, outside the template. */
export type Topics = Readonly<
  Record<
    | 'AuditOfficeTopic'
    | 'OperatorTopic'
    | 'DutyLeadTopic'
    | 'AlarmTopic'
    | 'AppTopic'
    | 'EmergencyOfficialsTopic'
    | 'EmergencyAppsTopic',
    Topic
  >
>;

/**
 * The topics of the fixed roles: the audit office (a rung of the ladder), the operators (what waits for them each morning) and
 * the duty lead (an escalation at night); and the operators' alarm topic.
 *
 * All are encrypted. The alarm topic needs a key of ours, because CloudWatch may not use AWS's own key for SNS: its
 * alarms would be lost in silence.
 */
export function topics(scope: Construct): Topics {
  const AuditOfficeTopic = topicOfRole(scope, 'AuditOfficeTopic', 'Daedap audit office');
  const OperatorTopic = topicOfRole(scope, 'OperatorTopic', 'Daedap operators');
  const DutyLeadTopic = topicOfRole(scope, 'DutyLeadTopic', 'Daedap duty lead');
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
  return {
    AuditOfficeTopic,
    OperatorTopic,
    DutyLeadTopic,
    AlarmTopic,
    AppTopic: appTopic(scope),
    // By these, officials' fixed roles and the channel apps hear of an emergency; citizens are reached one by one.
    EmergencyOfficialsTopic: topicOfRole(scope, 'EmergencyOfficialsTopic', 'Daedap emergency: officials'),
    EmergencyAppsTopic: topicOfRole(scope, 'EmergencyAppsTopic', 'Daedap emergency: channel apps'),
  };
}

function topicOfRole(scope: Construct, id: string, displayName: string): Topic {
  return encrypted(new Topic(scope, id, { displayName, enforceSSL: true }));
}

/** What channel apps are told, a group for each complaint, for the queue of the app that filed it. */
function appTopic(scope: Construct): Topic {
  return encrypted(new Topic(scope, 'AppTopic', { displayName: 'Daedap channel apps', fifo: true, enforceSSL: true }));
}

function encrypted(topic: Topic): Topic {
  const template = topic.node.defaultChild;
  if (template instanceof CfnTopic) template.kmsMasterKeyId = 'alias/aws/sns';
  return topic;
}

/**
 * Lets the queue of all apps with an address get what is published for them, unwrapped; what neither it nor an app's own queue
 * takes is a dead letter.
 */
export function tellApps(scope: Construct, topic: Topic, queue: Queue, deadLetters: Queue): void {
  for (const each of [queue, deadLetters]) {
    each.addToResourcePolicy(
      new PolicyStatement({
        sid: 'FromTheTopic',
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [each.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
      }),
    );
  }
  new CfnSubscription(scope, 'TopicToApps', {
    topicArn: topic.topicArn,
    protocol: 'sqs',
    endpoint: queue.queueArn,
    rawMessageDelivery: true,
    filterPolicy: { endpoint: ['https'] },
    redrivePolicy: { deadLetterTargetArn: deadLetters.queueArn },
  });
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
