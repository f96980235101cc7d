import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { readIdentity } from '#functions/aws/identity-table.ts';
import { number, pk, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

describe('an identity', () => {
  const petitioner = { name: '김하나', phone: '+821012345678', notifyBy: ['sms'] };

  it('is read consistently, under the key it would have beside its complaint', async () => {
    mock.on(GetCommand).resolves({ Item: { pk, sk: 'petitioner', petitioner } });
    expect(await readIdentity('identities', number)).toEqual(petitioner);
    expect(mock.call(0).args[0].input).toEqual({
      TableName: 'identities',
      Key: { pk, sk: 'petitioner' },
      ConsistentRead: true,
    });
  });

  it('that is not kept apart is undefined', async () => {
    mock.on(GetCommand).resolves({});
    expect(await readIdentity('identities', number)).toBeUndefined();
  });

  it('that cannot be read now is a transient fault, and names nobody', async () => {
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    await expect(readIdentity('identities', number)).rejects.toMatchObject({
      name: 'TransientFault',
      message: `reading the identity of complaint ${number}: ThrottlingException`,
    });
  });
});
