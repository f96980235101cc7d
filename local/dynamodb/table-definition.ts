import { fieldsOf } from './operations.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A table as the template wants it, in the members of CreateTable. */
export type TableDefinition = {
  readonly create: Fields;
  readonly indexes: readonly Fields[];
  readonly streamView: string | undefined;
  readonly timeToLive: string | undefined;
};

/**
 * What a table's properties ask of the database.
 *
 * @source CloudFormation, `AWS::DynamoDB::Table` and `AWS::DynamoDB::GlobalTable` (of which the first replica counts);
 * accepted and without meaning here: point-in-time recovery, encryption, tags, contributor insights, resource policies
 */
export function tableDefinition(name: string, properties: Fields): TableDefinition {
  const [replica] = Array.isArray(properties.Replicas) ? properties.Replicas.map(fieldsOf) : [];
  const isProtected = properties.DeletionProtectionEnabled ?? replica?.DeletionProtectionEnabled;
  const indexes = listOf(properties.GlobalSecondaryIndexes).map(indexDefinition);
  const streamView = fieldsOf(properties.StreamSpecification).StreamViewType;
  const timeToLive = fieldsOf(properties.TimeToLiveSpecification);
  return {
    create: {
      TableName: name,
      KeySchema: properties.KeySchema,
      AttributeDefinitions: properties.AttributeDefinitions,
      // Capacity is not metered here, so every table is on demand.
      BillingMode: 'PAY_PER_REQUEST',
      ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
      ...(properties.LocalSecondaryIndexes === undefined
        ? {}
        : { LocalSecondaryIndexes: properties.LocalSecondaryIndexes }),
      ...(typeof streamView === 'string'
        ? { StreamSpecification: { StreamEnabled: true, StreamViewType: streamView } }
        : {}),
      ...(isProtected === true || isProtected === 'true' ? { DeletionProtectionEnabled: true } : {}),
    },
    indexes,
    streamView: typeof streamView === 'string' ? streamView : undefined,
    timeToLive:
      timeToLive.Enabled === false || timeToLive.Enabled === 'false' ? undefined : textOf(timeToLive.AttributeName),
  };
}

/** The attribute of a key schema's partition key, or of its sort key. */
export function keyAttribute(keySchema: unknown, kind: 'HASH' | 'RANGE'): string | undefined {
  return textOf(listOf(keySchema).find((key) => key.KeyType === kind)?.AttributeName);
}

export function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function indexDefinition({ IndexName, KeySchema, Projection }: Fields): Fields {
  return { IndexName, KeySchema, Projection };
}
