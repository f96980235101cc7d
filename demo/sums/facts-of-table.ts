import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Complaint } from '#schemas/complaint.ts';
import type { LedgerEntry } from '#schemas/deadline.ts';
import type { Notice } from '#schemas/notice.ts';
import { ask } from '../city/api.ts';
import type { Scene } from '../play/scene.ts';
import { Refusal } from '../refusal.ts';
import { countNotices, type Fact, type Outcome, rungIds } from './fact.ts';

type Endpoint = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** The items of one complaint that are counted. */
type Items = { complaint?: Complaint; isInQueue: boolean; ledger: LedgerEntry[]; notices: Notice[] };

/** The facts as they lie in the table, read with the AWS SDK past every function of ours. */
export async function factsOfTable({ url, filed }: Scene): Promise<Fact[]> {
  const { endpoint, region, credentials } = await ask<Endpoint>(url, '/_local/endpoint');
  const client = new DynamoDBClient({ endpoint, region, credentials });
  try {
    const byNumber = new Map<string, Items>();
    const pages = paginateScan(
      { client: DynamoDBDocumentClient.from(client) },
      {
        TableName: await complaintTable(client),
        ConsistentRead: true,
        ProjectionExpression: 'pk, sk, complaint, ledger, notice',
        FilterExpression: 'sk = :complaint OR sk = :need OR begins_with(sk, :ledger) OR begins_with(sk, :notice)',
        ExpressionAttributeValues: {
          ':complaint': 'complaint',
          ':need': 'need',
          ':ledger': 'ledger#',
          ':notice': 'notice#',
        },
      },
    );
    for await (const { Items: items = [] } of pages) for (const item of items) gather(byNumber, item);
    return [...filed.keys()].flatMap((number) => factOf(number, byNumber.get(number)));
  } finally {
    client.destroy();
  }
}

async function complaintTable(client: DynamoDBClient): Promise<string> {
  for await (const { TableNames: names = [] } of paginateListTables({ client }, {})) {
    const name = names.find((one) => one.includes('ComplaintTable'));
    if (name !== undefined) return name;
  }
  throw new Refusal('the city has no table whose name holds ComplaintTable: is it a Daedap?');
}

function gather(byNumber: Map<string, Items>, item: Record<string, unknown>): void {
  const number = String(item.pk).replace(/^complaint#/, '');
  const items = byNumber.get(number) ?? { isInQueue: false, ledger: [], notices: [] };
  byNumber.set(number, items);
  // What the table keeps was parsed by its only writer.
  if (item.sk === 'complaint') items.complaint = item.complaint as Complaint;
  else if (item.sk === 'need') items.isInQueue = true;
  else if (String(item.sk).startsWith('ledger#')) items.ledger.push(item.ledger as LedgerEntry);
  else items.notices.push(item.notice as Notice);
}

function factOf(number: string, items: Items | undefined): Fact[] {
  if (items?.complaint === undefined) return [];
  const { complaint, isInQueue, ledger, notices } = items;
  const told: readonly string[] = notices.map(({ step }) => step);
  return [
    {
      number,
      outcome: isInQueue ? 'needs a person' : outcomeOf(complaint),
      district: complaint.district ?? '',
      // Each rung tells somebody once a round: its notices are counted here, the audit entries by the API.
      rungs: rungIds.flatMap((rung) => told.filter((step) => step === rung).map(() => rung)),
      moves: {
        paused: ledger.filter(({ kind }) => kind === 'pause').length,
        extended: ledger.filter(({ kind }) => kind === 'extension').length,
        // Whose running deadline a decree moved was told so once.
        'moved by a decree': told.filter((step) => step === 'due-date-moved').length,
      },
      score: complaint.score,
      notices: countNotices(notices),
    },
  ];
}

function outcomeOf({ status, isLate }: Complaint): Outcome {
  if (status === 'withdrawn') return 'withdrawn';
  if (isLate === undefined) return 'open';
  return isLate ? 'answered late' : 'answered in time';
}
