import { Fn, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { AUDIENCES } from './audience-bucket.ts';
import { importFolders } from './import-bucket.ts';
import { type Access, type Resource, resources } from './resources.ts';
import { type EmergencyTables, index } from './tables.ts';
import { traces } from './wildcards.ts';

/** Parts of the city table that a role can be allowed alone: the partition of each. */
const cityParts = { Absences: 'absence', CityVersion: 'city' } as const;

/** The same of the table of subscriptions, which nobody is allowed whole. */
const subscriptionParts = { Subscriptions: 'subscription', SigningSecrets: 'secret' } as const;

/** How to find what a policy names; asked only for what a role needs, so that later things can be missing meanwhile. */
export type Arns = Readonly<
  Record<
    | Exclude<Resource, 'PhoneNumbers' | 'MailFrom' | keyof typeof cityParts | keyof typeof subscriptionParts>
    | 'SubscriptionTable',
    () => string
  >
> & {
  /** The address that e-mail is sent from. */
  readonly MailFrom: () => string;
};

/** ARNs of the complaint table's parts. */
export function complaintTableArns(
  table: Table,
): Pick<Arns, 'ComplaintTable' | 'ByHandler' | 'ByDepartment' | 'ByWork' | 'ComplaintStream'> {
  return {
    ComplaintTable: () => table.tableArn,
    ByHandler: () => `${table.tableArn}/index/${index.byHandler}`,
    ByDepartment: () => `${table.tableArn}/index/${index.byDepartment}`,
    ByWork: () => `${table.tableArn}/index/${index.byWork}`,
    ComplaintStream: () => {
      if (table.tableStreamArn === undefined) throw new Error('the complaint table has no stream');
      return table.tableStreamArn;
    },
  };
}

/** ARNs of what messages to many are kept in. */
export function emergencyArns(
  { messages, registry, deliveries }: EmergencyTables,
  audiences: Bucket,
): Pick<Arns, 'EmergencyTable' | 'EmergencyStream' | 'RegistryTable' | 'DeliveryTable' | 'Audiences'> {
  return {
    EmergencyTable: () => messages.tableArn,
    EmergencyStream: () => {
      if (messages.tableStreamArn === undefined) throw new Error('the table of messages has no stream');
      return messages.tableStreamArn;
    },
    RegistryTable: () => registry.tableArn,
    DeliveryTable: () => deliveries.tableArn,
    Audiences: () => audiences.arnForObjects(AUDIENCES),
  };
}

/** ARNs of what imports are kept in. */
export function importArns(
  table: Table,
  bucket: Bucket,
): Pick<Arns, 'ImportTable' | 'ImportStream' | keyof typeof importFolders> {
  return {
    ImportTable: () => table.tableArn,
    ImportStream: () => {
      if (table.tableStreamArn === undefined) throw new Error('the table of imports has no stream');
      return table.tableStreamArn;
    },
    ImportFiles: () => bucket.arnForObjects(importFolders.ImportFiles),
    ImportRows: () => bucket.arnForObjects(importFolders.ImportRows),
    ImportParts: () => bucket.arnForObjects(importFolders.ImportParts),
    ImportReports: () => bucket.arnForObjects(importFolders.ImportReports),
  };
}

/**
 * The role of one function: its line of the wiring, its own log group and its traces; nothing can be added later.
 *
 * @param access what it may do, as the wiring says
 * @param arns   where the things that `access` names are found
 */
export function functionRole(
  scope: Construct,
  id: string,
  { access, arns, logGroup }: { access: Access; arns: Arns; logGroup: LogGroup },
): Role {
  const allowed = statements(scope, access, arns);
  return new Role(scope, id, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      ...(allowed.length === 0 ? {} : { access: new PolicyDocument({ statements: allowed }) }),
      log: new PolicyDocument({
        statements: [
          allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
          allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], [traces.resource]),
        ],
      }),
    },
  });
}

/** A statement that allows the actions on the resources. */
export function allow(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] });
}

function statements(scope: Construct, access: Access, arns: Arns): PolicyStatement[] {
  return resources.flatMap((resource) => {
    const actions = access[resource];
    if (actions === undefined) return [];
    if (resource === 'IdentityKey') return [keyThrough(scope, 'dynamodb', actions, arns.IdentityKey())];
    if (resource === 'FileKey') return [keyThrough(scope, 's3', actions, arns.FileKey())];
    if (resource === 'PhoneNumbers') return [textMessages(scope, actions)];
    if (resource === 'MailFrom') return [mail(scope, actions, arns.MailFrom())];
    if (resource === 'Absences' || resource === 'CityVersion') {
      return [partition(actions, arns.CityTable(), cityParts[resource])];
    }
    if (resource === 'Subscriptions' || resource === 'SigningSecrets') {
      return [partition(actions, arns.SubscriptionTable(), subscriptionParts[resource])];
    }
    return [allow(actions, [arns[resource]()])];
  });
}

/** One partition of a table. */
function partition(actions: readonly string[], table: string, key: string): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: [table],
    conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [key] } },
  });
}

/** A key through one service alone: nobody decrypts with it what they got elsewhere. */
function keyThrough(scope: Construct, service: string, actions: readonly string[], key: string): PolicyStatement {
  const { region } = Stack.of(scope);
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: [key],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
  });
}

function textMessages(scope: Construct, actions: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...actions],
    notResources: [`arn:${Stack.of(scope).partition}:sns:*:*:*`],
  });
}

/** E-mail from the city's address only, whether SES knows the address itself or its domain. */
function mail(scope: Construct, actions: readonly string[], from: string): PolicyStatement {
  const stack = Stack.of(scope);
  const identity = (name: string) => stack.formatArn({ service: 'ses', resource: 'identity', resourceName: name });
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: [identity(from), identity(Fn.select(1, Fn.split('@', from)))],
    conditions: { StringEquals: { 'ses:FromAddress': from } },
  });
}
