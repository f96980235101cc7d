import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Case, caseOf } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { addressOf, digestAddressOf, peopleOfBatch } from '#functions/notices/address.ts';
import type { Petitioner } from '#schemas/petitioner.ts';
import { complaintAt, deskWith, itemsOf, lead, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

function caseWith(petitioner: Petitioner): Case {
  const found = caseOf(itemsOf(complaintAt('answer'), deskWith()));
  if (found === undefined) throw new Error('the sample is no case');
  return { ...found, petitioner };
}

const phone = '+821012345678';
const email = 'citizen@example.com';

describe('the address of a petitioner', () => {
  it.each([
    [
      { notifyBy: ['sms', 'email'], phone, email },
      { channel: 'sms', phone },
    ],
    [
      { notifyBy: ['email', 'sms'], phone, email },
      { channel: 'email', email },
    ],
    [
      { notifyBy: ['sms', 'email'], email },
      { channel: 'email', email },
    ],
    [{ notifyBy: ['sms'], email }, undefined],
    [{ notifyBy: [], phone, email }, undefined],
  ] as const)('of %j is %j', async (petitioner, address) => {
    const found = caseWith({ ...petitioner, notifyBy: [...petitioner.notifyBy] });
    expect(await addressOf(peopleOfBatch('city'), found, { role: 'petitioner' })).toEqual(address);
    expect(mock.calls()).toHaveLength(0);
  });
});

describe('the address of one of the city’s people', () => {
  const found = caseWith({ notifyBy: [] });
  const person = { id: lead, name: '황지안', groups: ['lead'] };

  it.each([
    [
      { phone: '010-0000-1005', email },
      { channel: 'sms', phone: '+821000001005' },
    ],
    [{ email }, { channel: 'email', email }],
    [{}, undefined],
  ])('with %j is %j', async (ways, address) => {
    mock.on(GetCommand).resolves({ Item: { person: { ...person, ...ways } } });
    expect(await addressOf(peopleOfBatch('city'), found, { role: 'lead', id: lead })).toEqual(address);
    expect(mock.call(0).args[0].input).toMatchObject({ Key: { pk: 'person', sk: lead } });
  });

  it('that the city does not know is none', async () => {
    mock.on(GetCommand).resolves({});
    expect(await addressOf(peopleOfBatch('city'), found, { role: 'lead', id: lead })).toBeUndefined();
  });

  it('cannot be found while the table is busy', async () => {
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    await expect(addressOf(peopleOfBatch('city'), found, { role: 'lead', id: lead })).rejects.toMatchObject({
      name: 'TransientFault',
      message: `reading person ${lead}: ThrottlingException`,
    });
  });

  it('of the audit office is its topic', async () => {
    expect(await addressOf(peopleOfBatch('city'), found, { role: 'audit-office' })).toEqual({ channel: 'topic' });
  });
});

describe('the address for a digest', () => {
  const person = { id: lead, name: '황지안', groups: ['lead'] };

  it.each([
    [
      { phone: '010-0000-1005', email },
      { channel: 'email', email },
    ],
    [{ phone: '010-0000-1005' }, { channel: 'sms', phone: '+821000001005' }],
    [{}, undefined],
  ])('with %j is %j: mail first, because it is long', async (ways, address) => {
    mock.on(GetCommand).resolves({ Item: { person: { ...person, ...ways } } });
    expect(await digestAddressOf('city', { role: 'lead', id: lead })).toEqual(address);
  });

  it('of the audit office is its topic', async () => {
    expect(await digestAddressOf('city', { role: 'audit-office' })).toEqual({ channel: 'topic' });
    expect(mock.calls()).toHaveLength(0);
  });
});
