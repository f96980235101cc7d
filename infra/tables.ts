import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** Names of the complaint table's indexes. */
export const index = { byHandler: 'ByHandler', byWork: 'ByWork', byDepartment: 'ByDepartment' } as const;

const kept = {
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  sortKey: { name: 'sk', type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  // AWS's own key of this account, seen in CloudTrail. Not a key of ours: whoever could delete that one could make the
  // records of years unreadable, back-ups included, and every role would need rights on it.
  encryption: TableEncryption.AWS_MANAGED,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
} satisfies TableProps;

/**
 * All that is kept of complaints: one item collection each (`complaint#<number>`), and the idempotency items.
 *
 * - Its stream says only which item changed: the relay and the notices look for themselves.
 * - `ByHandler`: who has which complaint, the one due first on top; carries the line of an official's list as one map, so
 *   that the line can change without a new index; nothing in it is the petitioner's own.
 * - `ByDepartment`: all complaints of a department, or of none yet, by receipt; what the search looks through. Nothing in it
 *   is the petitioner's own but the words they said, and of reports not even these.
 * - `ByWork`: sparse; desks not started or not heard, and complaints that need a person.
 */
export function complaintTable(scope: Construct): Table {
  const table = new Table(scope, 'ComplaintTable', {
    ...kept,
    stream: StreamViewType.KEYS_ONLY,
    timeToLiveAttribute: 'expiresAt',
  });
  table.addGlobalSecondaryIndex({
    indexName: index.byHandler,
    partitionKey: { name: 'handler', type: AttributeType.STRING },
    sortKey: { name: 'dueAt', type: AttributeType.STRING },
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: ['listed'],
  });
  table.addGlobalSecondaryIndex({
    indexName: index.byWork,
    partitionKey: { name: 'work', type: AttributeType.STRING },
    sortKey: { name: 'since', type: AttributeType.STRING },
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: ['need'],
  });
  table.addGlobalSecondaryIndex({
    indexName: index.byDepartment,
    partitionKey: { name: 'department', type: AttributeType.STRING },
    sortKey: { name: 'receivedAt', type: AttributeType.STRING },
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: ['listed', 'words'],
  });
  return table;
}

/** The city as data: departments, districts, people, kinds, calendar. */
export function cityTable(scope: Construct): Table {
  return new Table(scope, 'CityTable', kept);
}

/** The table of identities, and the key of its own that it is encrypted under. */
export type Identities = { readonly table: Table; readonly key: Key };

/**
 * Who the protected and anonymous reporters are and how to reach them: one item each, under the keys it would have in the
 * complaint table. Nothing else is in it, no stream tells of it, and no role that shows a case to anybody has a right on it.
 *
 * It has a key of ours, unlike the other tables: reading it takes two rights, and each use of the key is seen by itself.
 */
export function identityTable(scope: Construct): Identities {
  const key = new Key(scope, 'IdentityKey', {
    description: 'Encrypts the identities of protected and anonymous reporters',
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    // Without it every identity, back-ups included, would be unreadable for ever.
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const table = new Table(scope, 'IdentityTable', {
    ...kept,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
  });
  return { table, key };
}

/**
 * Which channel app is told where (`subscription`), and the secrets that sign what it is told (`secret`): a partition each, and
 * no role is allowed both but the two that need them.
 */
export function subscriptionTable(scope: Construct): Table {
  return new Table(scope, 'SubscriptionTable', kept);
}

/**
 * What complaints are counted by, written with each change of one: the cells' numbers, and the cases and rounds behind them. It holds
 * no words and nobody's name but the officials' ids, and no stream tells of it.
 */
export function statisticsTable(scope: Construct): Table {
  return new Table(scope, 'StatisticsTable', kept);
}

/**
 * Imports: one item collection each (`import#<id>`), what their parts came to, and the secret by which rows are known again. Its
 * stream says only which import changed; no words and no names of rows are in it.
 */
export function importTable(scope: Construct): Table {
  return new Table(scope, 'ImportTable', { ...kept, stream: StreamViewType.KEYS_ONLY });
}

/** The tables of messages to many. */
export type EmergencyTables = { readonly messages: Table; readonly registry: Table; readonly deliveries: Table };

/**
 * - `EmergencyTable`: one item collection a message (`message#<id>`), its batches' tallies, settings and spendings. Its
 *   stream says only which message changed.
 * - `RegistryTable`: who is registered, the lists of districts and topics, addresses as hashes. All of it is personal; no
 *   stream tells of it, and what waits for a code or has left expires.
 * - `DeliveryTable`: what became of each message for each registration, apart from the messages, because 100,000 of them
 *   would be 100,000 records of a stream that nobody reads.
 */
export function emergencyTables(scope: Construct): EmergencyTables {
  return {
    messages: new Table(scope, 'EmergencyTable', { ...kept, stream: StreamViewType.KEYS_ONLY }),
    registry: new Table(scope, 'RegistryTable', { ...kept, timeToLiveAttribute: 'expiresAt' }),
    deliveries: new Table(scope, 'DeliveryTable', kept),
  };
}
