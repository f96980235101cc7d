import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Case, caseOf } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { addressesOf, digestAddressOf, peopleOfBatch } from '#functions/notices/address.ts';
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

describe('the addresses of a petitioner', () => {
  const [bySms, byMail] = [
    { channel: 'sms', phone },
    { channel: 'email', email },
  ] as const;

  it.each([
    [{ notifyBy: ['sms', 'email'], phone, email }, [bySms, byMail]],
    [{ notifyBy: ['email', 'sms'], phone, email }, [byMail, bySms]],
    [{ notifyBy: ['sms', 'email'], email }, [byMail]],
    // Not chosen, but given: the way out.
    [{ notifyBy: ['sms'], phone, email }, [bySms, byMail]],
    [{ notifyBy: ['email'], phone, email }, [byMail, bySms]],
    [{ notifyBy: ['sms'], phone }, [bySms]],
    // Nobody is told who chose not to be.
    [{ notifyBy: [], phone, email }, []],
  ] as const)('of %j are %j', async (petitioner, addresses) => {
    const found = caseWith({ ...petitioner, notifyBy: [...petitioner.notifyBy] });
    expect(await addressesOf(peopleOfBatch('city'), found, { role: 'petitioner' })).toEqual(addresses);
    expect(mock.calls()).toHaveLength(0);
  });
});

describe('the addresses of one of the city’s people', () => {
  const found = caseWith({ notifyBy: [] });
  const person = { id: lead, name: '황지안', groups: ['lead'] };

  it.each([
    [
      { phone: '010-0000-1005', email },
      [
        { channel: 'sms', phone: '+821000001005' },
        { channel: 'email', email },
      ],
    ],
    [{ email }, [{ channel: 'email', email }]],
    [{}, []],
  ])('with %j are %j', async (ways, addresses) => {
    mock.on(GetCommand).resolves({ Item: { person: { ...person, ...ways } } });
    expect(await addressesOf(peopleOfBatch('city'), found, { role: 'lead', id: lead })).toEqual(addresses);
    expect(mock.call(0).args[0].input).toMatchObject({ Key: { pk: 'person', sk: lead } });
  });

  it('whom the city does not know are none', async () => {
    mock.on(GetCommand).resolves({});
    expect(await addressesOf(peopleOfBatch('city'), found, { role: 'lead', id: lead })).toEqual([]);
  });

  it('cannot be found while the table is busy', async () => {
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    await expect(addressesOf(peopleOfBatch('city'), found, { role: 'lead', id: lead })).rejects.toMatchObject({
      name: 'TransientFault',
      message: `reading person ${lead}: ThrottlingException`,
    });
  });

  it('of the audit office is its topic', async () => {
    expect(await addressesOf(peopleOfBatch('city'), found, { role: 'audit-office' })).toEqual([
      { channel: 'topic', of: 'audit-office' },
    ]);
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
    expect(await digestAddressOf('city', { role: 'audit-office' })).toEqual({ channel: 'topic', of: 'audit-office' });
    expect(mock.calls()).toHaveLength(0);
  });
});
