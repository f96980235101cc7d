import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { listLine, registrationItem } from '#functions/aws/registry-items.ts';
import { Instant } from '#schemas/instant.ts';
import { type Registration, RegistrationId } from '#schemas/registration.ts';

type Endpoint = { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

const TABLE = 'Daedap-RegistryTable';
/** Two items each, a hundred in a transaction. */
const PER_REQUEST = 50;
const AT_ONCE = 8;

/** The address of the one registered under this index. */
export const phoneOf = (index: number): string => `+8210${70_000_000 + index}`;

/** One of many who are registered in Gangnam by SMS. */
export const registeredOf = (index: number): Registration => ({
  id: RegistrationId.parse(String(index).padStart(16, '0')),
  channel: 'sms',
  address: phoneOf(index),
  districts: ['gangnam'],
  language: 'ko',
  emergency: true,
  topics: [],
  registeredAt: Instant.parse('2026-11-23T00:00:00.000Z'),
});

/** Puts so many registrations into a city's registry, as if each had been confirmed: to register 100,000 would take longer than to tell them. */
export async function registerMany(endpoint: Endpoint, count: number): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(endpoint));
  const secret = { salt: 'c2FsdA==', hash: 'aGFzaA==', wrong: 0 };
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const from = next;
      next += PER_REQUEST;
      const people = Array.from({ length: Math.min(next, count) - from }, (_, index) => registeredOf(from + index));
      const items = people.flatMap((registration) => [
        registrationItem({ registration, secret }),
        listLine('district#gangnam', registration),
      ]);
      const writes = items.map((Item) => ({ Put: { TableName: TABLE, Item } }));
      await client.send(new TransactWriteCommand({ TransactItems: writes }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  client.destroy();
}
