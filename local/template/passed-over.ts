import { accountId, arn, region } from './place.ts';
import type { Created, Resource } from './provider.ts';
import { type Members, textOf } from './reading.ts';

/** Why a type does nothing on one machine, and what `Ref` and `Fn::GetAtt` of it give all the same. */
export type PassedOver = {
  readonly reason: string;
  readonly created?: ((resource: Resource, physicalName: string) => Created) | undefined;
};

const permissions = 'resource policies are not checked: a role decides what its holder may do, AWS itself may do all';
const watching = 'nobody watches metrics on one machine';
const logs = 'logs go to the terminal';
const naming = 'everything is served at one loopback address';

/** A name for `Ref` and an ARN for `Fn::GetAtt … Arn`. */
function named(service: string, kind: string, nameMember?: string): PassedOver['created'] {
  return (resource, physicalName) => {
    const name = (nameMember === undefined ? undefined : textOf(resource.properties[nameMember])) ?? physicalName;
    return { ref: name, attributes: { Arn: arn(service, `${kind}${name}`), Name: name } };
  };
}

/**
 * The resource types without a local meaning, on purpose. A type that stands neither here nor with a provider is a fault.
 */
export const passedOver: Readonly<Record<string, PassedOver>> = {
  'AWS::Logs::LogGroup': {
    reason: logs,
    created: (resource, physicalName) => {
      const name = textOf(resource.properties.LogGroupName) ?? physicalName;
      return { ref: name, attributes: { Arn: `${arn('logs', `log-group:${name}`)}:*` } };
    },
  },
  'AWS::Logs::ResourcePolicy': { reason: logs },
  'AWS::Logs::MetricFilter': { reason: watching },
  'AWS::Logs::SubscriptionFilter': { reason: logs },
  'AWS::Logs::QueryDefinition': { reason: logs },
  'AWS::CloudWatch::Alarm': { reason: watching, created: named('cloudwatch', 'alarm:', 'AlarmName') },
  'AWS::CloudWatch::CompositeAlarm': { reason: watching, created: named('cloudwatch', 'alarm:', 'AlarmName') },
  'AWS::CloudWatch::AnomalyDetector': { reason: watching },
  'AWS::CloudWatch::Dashboard': { reason: watching, created: named('cloudwatch', 'dashboard/', 'DashboardName') },
  'AWS::XRay::Group': { reason: 'traces are not kept locally' },
  'AWS::XRay::SamplingRule': { reason: 'traces are not kept locally' },
  'AWS::XRay::ResourcePolicy': { reason: 'traces are not kept locally' },
  'AWS::ApplicationInsights::Application': { reason: watching },
  'AWS::Budgets::Budget': { reason: 'one machine sends no bill' },
  'AWS::CDK::Metadata': { reason: 'says which constructs made the template, nothing to stand up' },
  'AWS::KMS::Key': {
    reason: 'nothing is encrypted at rest on one machine',
    created: (_resource, physicalName) => ({
      ref: physicalName,
      attributes: { Arn: arn('kms', `key/${physicalName}`), KeyId: physicalName },
    }),
  },
  'AWS::KMS::Alias': {
    reason: 'nothing is encrypted at rest on one machine',
    created: (resource, physicalName) => {
      const name = textOf(resource.properties.AliasName) ?? `alias/${physicalName}`;
      return { ref: name, attributes: { Arn: arn('kms', name) } };
    },
  },
  'AWS::SQS::QueuePolicy': { reason: permissions },
  'AWS::SQS::QueueInlinePolicy': { reason: permissions },
  'AWS::SNS::TopicPolicy': { reason: permissions },
  'AWS::SNS::TopicInlinePolicy': { reason: permissions },
  'AWS::S3::BucketPolicy': { reason: permissions },
  'AWS::Events::EventBusPolicy': { reason: permissions },
  'AWS::Lambda::Permission': { reason: permissions },
  'AWS::Lambda::LayerVersionPermission': { reason: permissions },
  'AWS::DynamoDB::ResourcePolicy': { reason: permissions },
  'AWS::ApiGateway::Account': { reason: logs },
  'AWS::ApiGatewayV2::DomainName': {
    reason: naming,
    created: (resource) => {
      const name = textOf(resource.properties.DomainName) ?? 'localhost';
      return {
        ref: name,
        attributes: { RegionalDomainName: 'localhost', RegionalHostedZoneId: 'LOCAL', DomainNameArn: name },
      };
    },
  },
  'AWS::ApiGatewayV2::ApiMapping': { reason: naming },
  'AWS::ApiGatewayV2::Deployment': { reason: 'the stage serves what the template says now' },
  'AWS::ApiGatewayV2::VpcLink': { reason: 'there is no network between the parts' },
  'AWS::CertificateManager::Certificate': { reason: naming, created: named('acm', 'certificate/') },
  'AWS::Route53::RecordSet': { reason: naming },
  'AWS::Route53::HostedZone': { reason: naming },
  'AWS::WAFv2::WebACL': {
    reason: 'the city is reached from this machine only',
    created: named('wafv2', 'regional/webacl/', 'Name'),
  },
  'AWS::WAFv2::WebACLAssociation': { reason: 'the city is reached from this machine only' },
  'AWS::SES::EmailIdentity': {
    reason: 'every sender may send to the outbox',
    created: (resource, physicalName) => {
      const identity = textOf(resource.properties.EmailIdentity) ?? physicalName;
      return { ref: identity, attributes: { Arn: arn('ses', `identity/${identity}`) } };
    },
  },
  'AWS::SES::ConfigurationSet': {
    reason: 'nothing is measured about e-mail',
    created: named('ses', 'configuration-set/', 'Name'),
  },
  'AWS::SES::ConfigurationSetEventDestination': { reason: 'nothing is measured about e-mail' },
  'AWS::SSM::Parameter': {
    reason: 'kept for the people who operate the stack; functions get their settings from their environment',
    created: (resource, physicalName) => ({
      ref: textOf(resource.properties.Name) ?? physicalName,
      attributes: {
        Type: textOf(resource.properties.Type) ?? 'String',
        Value: textOf(resource.properties.Value) ?? '',
      },
    }),
  },
  'AWS::ResourceGroups::Group': { reason: watching },
  'AWS::Backup::BackupVault': { reason: 'copying the home folder is the back-up', created: vault },
  'AWS::Backup::BackupPlan': {
    reason: 'copying the home folder is the back-up',
    created: named('backup', 'backup-plan:'),
  },
  'AWS::Backup::BackupSelection': { reason: 'copying the home folder is the back-up' },
  'AWS::CloudTrail::Trail': { reason: watching, created: named('cloudtrail', 'trail/', 'TrailName') },
};

function vault(resource: Resource, physicalName: string): Created {
  const name = textOf(resource.properties.BackupVaultName) ?? physicalName;
  return { ref: name, attributes: { BackupVaultName: name, BackupVaultArn: arn('backup', `backup-vault:${name}`) } };
}

/** Pseudo parameters of a template: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export function pseudoParameters(stackName: string): Members {
  return {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': arn('cloudformation', `stack/${stackName}/local`),
    'AWS::NotificationARNs': [],
  };
}
