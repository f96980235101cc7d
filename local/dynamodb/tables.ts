import { type Created, type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { fieldsOf } from './operations.ts';
import { keyAttribute, listOf, type TableDefinition, tableDefinition, textOf } from './table-definition.ts';

type Fields = Readonly<Record<string, unknown>>;
/** Asks the database for an operation; throws AwsError. */
export type Ask = (operation: string, input: Fields) => Promise<Fields>;

/** A table that stands: its keys, its stream and the attribute by which its items expire. */
export type Table = {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string | undefined;
  /** The partition key of each index. */
  readonly indexes: ReadonlyMap<string, string>;
  readonly streamArn: string | undefined;
  readonly streamView: string | undefined;
  readonly timeToLive: string | undefined;
};

/**
 * Stands up the template's tables and brings those of an earlier start up to date.
 *
 * Imitates CreateTable and UpdateTable as CloudFormation uses them. A changed key schema is refused, because AWS would
 * replace the table and with it everything kept.
 */
export class Tables {
  readonly provider: Provider;
  readonly #ask: Ask;
  readonly #tables = new Map<string, Table>();
  readonly #onStanding: (table: Table) => void;

  constructor(ask: Ask, onStanding: (table: Table) => void) {
    this.#ask = ask;
    this.#onStanding = onStanding;
    this.provider = {
      types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
      create: (resource) => this.#create(resource),
    };
  }

  get(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  all(): Table[] {
    return [...this.#tables.values()];
  }

  async #create(resource: Resource): Promise<Created> {
    const name = physicalName(resource, 'TableName');
    const wanted = tableDefinition(name, resource.properties);
    const standing = await this.#describe(name);
    if (standing === undefined) await this.#ask('CreateTable', wanted.create);
    else await this.#bringUpToDate(name, standing, wanted);
    await this.#setTimeToLive(name, wanted.timeToLive);
    const description = (await this.#describe(name)) ?? {};
    this.#note(name, description, wanted.timeToLive);
    const { TableArn, LatestStreamArn, TableId } = description;
    return { ref: name, attributes: { Arn: TableArn, StreamArn: LatestStreamArn, TableId } };
  }

  async #describe(name: string): Promise<Fields | undefined> {
    try {
      return fieldsOf((await this.#ask('DescribeTable', { TableName: name })).Table);
    } catch (error) {
      if (error instanceof AwsError && error.name === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  }

  async #bringUpToDate(name: string, standing: Fields, wanted: TableDefinition): Promise<void> {
    if (keysText(standing.KeySchema) !== keysText(wanted.create.KeySchema)) throw new KeySchemaChanged(name);
    const known = new Map(listOf(standing.GlobalSecondaryIndexes).map((index) => [String(index.IndexName), index]));
    for (const [index, { KeySchema }] of known) {
      const same = wanted.indexes.find((other) => other.IndexName === index);
      if (same !== undefined && keysText(same.KeySchema) === keysText(KeySchema)) continue;
      await this.#updateIndex(name, wanted, { Delete: { IndexName: index } });
      known.delete(index);
    }
    for (const index of wanted.indexes)
      if (!known.has(String(index.IndexName))) await this.#updateIndex(name, wanted, { Create: index });
    await this.#updateStream(name, fieldsOf(standing.StreamSpecification).StreamViewType, wanted.streamView);
  }

  async #updateIndex(name: string, { create }: TableDefinition, change: Fields): Promise<void> {
    const { AttributeDefinitions } = create;
    await this.#ask('UpdateTable', { TableName: name, AttributeDefinitions, GlobalSecondaryIndexUpdates: [change] });
  }

  async #updateStream(name: string, standing: unknown, wanted: string | undefined): Promise<void> {
    if (standing === wanted) return;
    // A stream's view cannot be changed: AWS, too, ends the old stream and begins another.
    if (standing !== undefined)
      await this.#ask('UpdateTable', { TableName: name, StreamSpecification: { StreamEnabled: false } });
    if (wanted === undefined) return;
    const specification = { StreamEnabled: true, StreamViewType: wanted };
    await this.#ask('UpdateTable', { TableName: name, StreamSpecification: specification });
  }

  async #setTimeToLive(name: string, wanted: string | undefined): Promise<void> {
    const { TimeToLiveDescription } = await this.#ask('DescribeTimeToLive', { TableName: name });
    const { TimeToLiveStatus, AttributeName } = fieldsOf(TimeToLiveDescription);
    const standing = TimeToLiveStatus === 'ENABLED' ? textOf(AttributeName) : undefined;
    if (standing === wanted) return;
    const set = (attribute: string, isOn: boolean): Promise<Fields> =>
      this.#ask('UpdateTimeToLive', {
        TableName: name,
        TimeToLiveSpecification: { AttributeName: attribute, Enabled: isOn },
      });
    if (standing !== undefined) await set(standing, false);
    if (wanted !== undefined) await set(wanted, true);
  }

  #note(name: string, description: Fields, timeToLive: string | undefined): void {
    const indexes = [...listOf(description.GlobalSecondaryIndexes), ...listOf(description.LocalSecondaryIndexes)];
    const table: Table = {
      name,
      partitionKey: keyAttribute(description.KeySchema, 'HASH') ?? '',
      sortKey: keyAttribute(description.KeySchema, 'RANGE'),
      indexes: new Map(indexes.map((index) => [String(index.IndexName), keyAttribute(index.KeySchema, 'HASH') ?? ''])),
      streamArn: textOf(description.LatestStreamArn),
      streamView: textOf(fieldsOf(description.StreamSpecification).StreamViewType),
      timeToLive,
    };
    this.#tables.set(name, table);
    this.#onStanding(table);
  }
}

function keysText(keySchema: unknown): string {
  return `${keyAttribute(keySchema, 'HASH')}/${keyAttribute(keySchema, 'RANGE')}`;
}

/** The template gives a standing table other keys: its items cannot be kept. */
export class KeySchemaChanged extends Error {
  override readonly name = 'KeySchemaChanged';
  constructor(table: string) {
    super(`table '${table}' has other keys in the template than in the home; delete the home to start afresh`);
  }
}
