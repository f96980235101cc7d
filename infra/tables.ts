import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/** Names of the complaint table's indexes. */
export const index = { byHandler: 'ByHandler', byWork: 'ByWork' } as const;

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
  return table;
}

/** The city as data: departments, districts, people, kinds, calendar. */
export function cityTable(scope: Construct): Table {
  return new Table(scope, 'CityTable', kept);
}
