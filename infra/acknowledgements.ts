import { type Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { logDelivery, traces } from './wildcards.ts';

/** Something cdk-nag's AwsSolutions would have otherwise, and why we have it so. `at` is a path of construct ids. */
export type Acknowledgement = { readonly id: string; readonly at: string; readonly reason: string };

/** Which roles reach which folder of the bucket of imports. */
const importObjects = [
  ['uploads', ['ImportsApiRole', 'InspectFileRole', 'ReadRowsRole', 'ReportImportRole']],
  ['rows', ['ReadRowsRole', 'FileRowsRole', 'ReportImportRole']],
  ['parts', ['ImportMachineRole', 'ReadRowsRole', 'ReportImportRole']],
  ['reports', ['ImportsApiRole', 'ReportImportRole']],
] as const;

/**
 * Everything acknowledged, each with its reason.
 *
 * @param openRoutes ids of the operations that need no token
 * @param roles      ids of the functions' roles
 */
export function acknowledgements(openRoutes: readonly string[], roles: readonly string[]): Acknowledgement[] {
  return [
    ...roles.map((at) => ({
      at,
      id: `AwsSolutions-IAM5[Resource::${traces.resource}]`,
      reason: traces.reason,
    })),
    {
      at: 'ComplaintMachineRole',
      id: `AwsSolutions-IAM5[Resource::${logDelivery.resource}]`,
      reason: `${logDelivery.reason} ${traces.reason}`,
    },
    {
      at: 'ChannelAppApiRole',
      id: 'AwsSolutions-IAM5[Resource::<AppTopic>:*]',
      reason: 'The subscriptions of one topic: their ids are made by SNS, and only apps that subscribed are in them.',
    },
    {
      at: 'EmergencyMachineRole',
      id: `AwsSolutions-IAM5[Resource::${logDelivery.resource}]`,
      reason: `${logDelivery.reason} ${traces.reason}`,
    },
    ...['EmergencyMachineRole', 'FreezeAudienceRole'].map((at) => ({
      at,
      id: 'AwsSolutions-IAM5[Resource::<AudienceBucket.Arn>/audiences/*]',
      reason: 'Each frozen audience is an object of its own below this folder; nothing else lies in it.',
    })),
    {
      at: 'EmergencyMachineRole',
      id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:Daedap-EmergencyMessages/Send:*]',
      reason: 'The children of a Map are named by Step Functions when they begin; all of them bear this label.',
    },
    ...[
      ...['CitizenApi', 'OfficialApi', 'AttachmentApi', 'KeepFiles'].map((id) => [id, 'uploads'] as const),
      ...['AttachmentApi', 'KeepFiles'].map((id) => [id, 'clean'] as const),
    ].map(([id, folder]) => ({
      at: `${id}Role`,
      id: `AwsSolutions-IAM5[Resource::<FileBucket.Arn>/${folder}/*]`,
      reason: 'Each file is an object of its own below this folder, under random bits; nothing else lies in it.',
    })),
    {
      at: 'FileAccessLog',
      id: 'AwsSolutions-S1',
      reason: 'It holds the access log of the bucket of files; a log of its own would log itself.',
    },
    {
      at: 'ImportMachineRole',
      id: `AwsSolutions-IAM5[Resource::${logDelivery.resource}]`,
      reason: `${logDelivery.reason} ${traces.reason}`,
    },
    {
      at: 'ImportMachineRole',
      id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:Daedap-Imports/FileParts:*]',
      reason: 'The children of a Map are named by Step Functions when they begin; all of them bear this label.',
    },
    ...importObjects.flatMap(([folder, roles]) =>
      roles.map((at) => ({
        at,
        id: `AwsSolutions-IAM5[Resource::<ImportBucket.Arn>/${folder}/*]`,
        reason: 'The objects of each import lie under its own name below this folder; nothing else lies in it.',
      })),
    ),
    {
      at: 'ImportBucket',
      id: 'AwsSolutions-S1',
      reason: 'Its objects live for days; CloudTrail data events tell of each access.',
    },
    {
      at: 'AudienceBucket',
      id: 'AwsSolutions-S1',
      reason:
        'Two roles alone reach its objects, which hold ids and no address; CloudTrail data events tell of each access.',
    },
    ...openRoutes.map((at) => ({
      at: `Route/${at}`,
      id: 'AwsSolutions-APIG4',
      reason:
        'Open by design: published data, or a citizen or an institution who prove the complaint by its Access-Code or Transfer-Code, which the function checks in constant time and locks after five wrong tries; or whoever registers, whom a code confirms.',
    })),
    ...[
      'SweepDeadLetters',
      'NeedsAPersonDeadLetters',
      'CalendarDeadLetters',
      'NoticeDeadLetters',
      'EmergencyDeadLetters',
      'FileDeadLetters',
      'ImportDeadLetters',
    ].map((at) => ({
      at,
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself the dead-letter queue of a schedule, a rule or a function; the check sees queues only.',
    })),
  ];
}

/**
 * Records them where cdk-nag looks.
 *
 * @throws Error when an acknowledgement names a construct that is not there: it is out of date
 */
export function acknowledge(stack: Stack, all: readonly Acknowledgement[]): void {
  for (const { id, at, reason } of all) {
    const construct = at.split('/').reduce<IConstruct>((parent, child) => parent.node.findChild(child), stack);
    Validations.of(construct).acknowledge({ id, reason });
  }
}
