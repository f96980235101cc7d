import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepSignIn } from '#functions/aws/sign-in.ts';
import { Person } from '#schemas/person.ts';
import { sdkError } from '#test/functions/samples.ts';

const mock = mockClient(CognitoIdentityProviderClient);
beforeEach(() => {
  mock.reset();
  mock.on(AdminListGroupsForUserCommand).resolves({ Groups: [] });
  mock.onAnyCommand().resolves({});
});

const person = Person.parse({
  id: 'official-water-1',
  name: '박여울',
  groups: ['official', 'lead'],
  department: 'water',
  email: 'water-1@example.com',
});
const user = { UserPoolId: 'pool', Username: 'official-water-1' };
const attributes = [
  { Name: 'name', Value: '박여울' },
  { Name: 'custom:department', Value: 'water' },
  { Name: 'email', Value: 'water-1@example.com' },
  { Name: 'email_verified', Value: 'true' },
];

const sent = () => mock.calls().map(({ args }) => [args[0].constructor.name, args[0].input]);

const existing = new UsernameExistsException({ message: 'of a test', $metadata: {} });

describe('a person’s sign-in', () => {
  it('is made without a message to them, with their groups', async () => {
    await keepSignIn('pool', person);
    expect(sent()).toEqual([
      ['AdminCreateUserCommand', { ...user, UserAttributes: attributes, MessageAction: 'SUPPRESS' }],
      ['AdminListGroupsForUserCommand', user],
      ['AdminAddUserToGroupCommand', { ...user, GroupName: 'official' }],
      ['AdminAddUserToGroupCommand', { ...user, GroupName: 'lead' }],
    ]);
  });

  it('of an app names neither department nor e-mail', async () => {
    await keepSignIn('pool', Person.parse({ id: 'app-web', name: '누리집', groups: ['channel-app'] }));
    expect(mock.commandCalls(AdminCreateUserCommand)[0]?.args[0].input.UserAttributes).toEqual([
      { Name: 'name', Value: '누리집' },
    ]);
  });

  it('that exists gets the new attributes, the groups it lacks, and loses the others', async () => {
    mock.on(AdminCreateUserCommand).rejects(existing);
    mock
      .on(AdminListGroupsForUserCommand)
      .resolves({ Groups: [{ GroupName: 'official' }, { GroupName: 'operator' }, {}] });
    await keepSignIn('pool', person);
    expect(sent().slice(1)).toEqual([
      ['AdminUpdateUserAttributesCommand', { ...user, UserAttributes: attributes }],
      ['AdminListGroupsForUserCommand', user],
      ['AdminAddUserToGroupCommand', { ...user, GroupName: 'lead' }],
      ['AdminRemoveUserFromGroupCommand', { ...user, GroupName: 'operator' }],
    ]);
  });

  it('kept again changes no group', async () => {
    mock.on(AdminCreateUserCommand).rejects(existing);
    mock.on(AdminListGroupsForUserCommand).resolves({ Groups: [{ GroupName: 'official' }, { GroupName: 'lead' }] });
    await keepSignIn('pool', person);
    expect(mock.commandCalls(AdminAddUserToGroupCommand)).toHaveLength(0);
    expect(mock.commandCalls(AdminRemoveUserFromGroupCommand)).toHaveLength(0);
  });

  it.each([
    ['TooManyRequestsException', {}],
    ['InternalErrorException', { $fault: 'server' }],
  ])('is a transient fault when the service says %s', async (name, more) => {
    mock.on(AdminCreateUserCommand).rejects(sdkError(name, more));
    await expect(keepSignIn('pool', person)).rejects.toMatchObject({
      name: 'TransientFault',
      message: `letting official-water-1 sign in: ${name}`,
    });
  });

  it('that the service refuses for good is let through, and changes no attributes', async () => {
    const error = sdkError('InvalidParameterException');
    mock.on(AdminCreateUserCommand).rejects(error);
    await expect(keepSignIn('pool', person)).rejects.toBe(error);
    expect(mock.commandCalls(AdminUpdateUserAttributesCommand)).toHaveLength(0);
  });
});
