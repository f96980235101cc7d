import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Group, Person } from '#schemas/person.ts';
import { asTransient } from './dynamo.ts';

const pool = new CognitoIdentityProviderClient({});

const attributesOf = ({ name, department, email }: Person) => [
  { Name: 'name', Value: name },
  ...(department === undefined ? [] : [{ Name: 'custom:department', Value: department }]),
  ...(email === undefined
    ? []
    : [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ]),
];

async function groupsNow(userPoolId: string, username: string): Promise<string[]> {
  const { Groups = [] } = await pool.send(
    new AdminListGroupsForUserCommand({ UserPoolId: userPoolId, Username: username }),
  );
  return Groups.flatMap(({ GroupName }) => (GroupName === undefined ? [] : [GroupName]));
}

/**
 * Lets a person sign in with their groups, new or known; repeating it changes nothing.
 *
 * @throws TransientFault when the sign-in service was busy
 */
export async function keepSignIn(userPoolId: string, person: Person): Promise<void> {
  try {
    await keepUser(userPoolId, person);
  } catch (error) {
    throw asTransient(error, `letting ${person.id} sign in`);
  }
}

async function keepUser(userPoolId: string, person: Person): Promise<void> {
  const UserAttributes = attributesOf(person);
  const user = { UserPoolId: userPoolId, Username: person.id };
  try {
    await pool.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }));
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
    await pool.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes }));
  }
  const wanted = new Set<string>(person.groups satisfies Group[]);
  const now = new Set(await groupsNow(userPoolId, person.id));
  for (const GroupName of wanted.difference(now))
    await pool.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
  for (const GroupName of now.difference(wanted)) {
    await pool.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName }));
  }
}
