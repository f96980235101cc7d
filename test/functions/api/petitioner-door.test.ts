import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { asPetitioner } from '#functions/api/petitioner-door.ts';
import { complaintKey } from '#functions/aws/complaint-items.ts';
import { readAccess, readCase } from '#functions/aws/complaint-table.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { hashSecretCode } from '#functions/middleware/secret-code.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import { complaintNumber } from '#rules/complaint-number.ts';
import { SeoulDate } from '#schemas/instant.ts';
import { at, complaintAt, deskWith, itemsOf, pk } from '#test/functions/samples.ts';

const CODE = '0123456789';
const number = complaintNumber({ receivedOn: SeoulDate.parse('2026-11-23'), serial: 7 });
const complaint = complaintAt('answer', { number });

const mock = mockClient(dynamo);
/** The access item as the table holds it. */
let access: Record<string, unknown>;

function count({ ExpressionAttributeValues: values = {} }: UpdateCommandInput): object {
  if (access.wrong !== values[':before']) {
    throw new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} });
  }
  access = { ...access, wrong: values[':wrong'], wrongSince: values[':since'] };
  return {};
}

const items = () => itemsOf(complaint, deskWith()).map((item) => (item.sk === 'access' ? access : item));

beforeEach(() => {
  mock.reset();
  access = { pk, sk: 'access', ...hashSecretCode(CODE), wrong: 0 };
  mock.on(QueryCommand).callsFake(() => ({ Items: items() }));
  mock.on(GetCommand).callsFake(() => ({ Item: access }));
  mock.on(UpdateCommand).callsFake(count);
});

const enter = (accessCode: string | undefined, when = at, of: string = number) =>
  asPetitioner('complaints', { number: of, accessCode, at: when }, readCase);
const refused = {
  name: 'Refused',
  code: 'complaint-not-found',
  message: 'no complaint has this number and this access code',
};

describe('the petitioner’s door', () => {
  it('opens to number and code, however they are typed, and counts nothing', async () => {
    const found = await enter('o123-456 789', at, number.toLowerCase().replaceAll('-', ' '));
    expect(found.complaint).toEqual(complaint);
    expect(mock.commandCalls(UpdateCommand)).toHaveLength(0);
  });

  it('gives no more than was read, with the number as the table has it', async () => {
    const typed = { number: number.toLowerCase(), accessCode: CODE, at };
    expect(await asPetitioner('complaints', typed, readAccess)).toEqual({
      number,
      access: { salt: access.salt, hash: access.hash, wrong: 0 },
    });
    expect(mock.commandCalls(GetCommand)[0]?.args[0].input.Key).toEqual({ pk: complaintKey(number), sk: 'access' });
    expect(mock.commandCalls(QueryCommand)).toHaveLength(0);
  });

  it('gives a wrong code, no code, an unknown number and no number the same refusal', async () => {
    await expect(enter('WRONG')).rejects.toMatchObject(refused);
    await expect(enter(undefined)).rejects.toMatchObject(refused);
    await expect(enter(CODE, at, 'no number')).rejects.toMatchObject(refused);
    mock.on(QueryCommand).resolves({ Items: [] });
    await expect(enter(CODE)).rejects.toMatchObject(refused);
    expect(access.wrong).toBe(2);
  });

  it('is closed to the right code, too, for 15 minutes after five wrong ones', async () => {
    for (let wrong = 0; wrong < 5; wrong += 1) await expect(enter('WRONG')).rejects.toMatchObject(refused);
    await expect(enter(CODE, toInstant(toMillis(at) + 899_999))).rejects.toMatchObject(refused);
    expect((await enter(CODE, toInstant(toMillis(at) + 900_000))).complaint.number).toBe(number);
  });

  it('counts every wrong code of many at once: nobody tries more than five by hurrying', async () => {
    // All read the count 0 ─ one counts 1 ─ the others find it moved, and count again.
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => enter('WRONG')));
    expect(tries.every(({ status }) => status === 'rejected')).toBe(true);
    expect(access.wrong).toBe(5);
    await expect(enter(CODE)).rejects.toMatchObject(refused);
  });
});
