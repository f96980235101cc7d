import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Group, Person } from '#schemas/person.ts';
import { oneTimeCode } from './one-time-code.ts';
import { type Answers, accessToken } from './sign-in.ts';
import type { Deployed } from './stack.ts';
import { WrongInput } from './wrong-input.ts';

/** What a channel app signs in with. Shown once; it belongs into the app's own secret store. */
export type AppCredentials = { readonly id: string; readonly password: string; readonly tokenSecret: string };

/**
 * Lets the first operator of a city in: a user of the group `operator`, invited by e-mail with a temporary password.
 *
 * Only operators can let others in, so the first one comes from outside, by AWS credentials.
 *
 * @returns whether they are new; who was there is put into the group, and not invited again
 */
export async function firstOperator(
  city: Deployed,
  { id, name, email }: { id: string; name: string; email: string },
): Promise<'invited' | 'was there'> {
  return withPool(city, async (pool) => {
    const isNew = await createUser(pool, city, id, {
      UserAttributes: [
        { Name: 'name', Value: name },
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
      DesiredDeliveryMediums: ['EMAIL'],
    });
    await addToGroup(pool, city, id, 'operator');
    return isNew ? 'invited' : 'was there';
  });
}

/** Sends a person of the city, who has never signed in, an invitation with a temporary password by e-mail. */
export function invite(city: Deployed, id: Person['id']): Promise<void> {
  return withPool(city, async (pool) => {
    await pool.send(
      new AdminCreateUserCommand({
        UserPoolId: city.poolId,
        Username: id,
        MessageAction: 'RESEND',
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    );
  });
}

/**
 * Gives a channel app of the city a password and a software token of its own; whatever it had is void.
 *
 * Its second factor is the same as everyone's, only that the app computes the code itself.
 *
 * @throws WrongInput when the id is not a channel app's, so that no person is locked out
 */
export async function appCredentials(city: Deployed, id: string): Promise<AppCredentials> {
  return withPool(city, async (pool) => {
    const user = { UserPoolId: city.poolId, Username: id };
    const { Groups = [] } = await pool.send(new AdminListGroupsForUserCommand(user));
    const groups = Groups.map(({ GroupName }) => GroupName);
    if (groups.join() !== 'channel-app') {
      throw new WrongInput(`'${id}' is in the groups ${groups.join(', ') || 'none'}, expected channel-app alone`);
    }
    const { UserAttributes = [] } = await pool.send(new AdminGetUserCommand(user));
    // Made anew: a software token that somebody has cannot be taken back otherwise.
    await pool.send(new AdminDeleteUserCommand(user));
    const named = UserAttributes.filter(({ Name }) => Name === 'name');
    return (await newApp(pool, city, id, named)).credentials;
  });
}

/** Lets a channel app in that exists only while `act` runs. */
export async function withPassingApp<T>(city: Deployed, act: (token: string) => Promise<T>): Promise<T> {
  const id = `smoke-${randomBytes(4).toString('hex')}`;
  return withPool(city, async (pool) => {
    try {
      const { token } = await newApp(pool, city, id, []);
      return await act(token);
    } finally {
      await pool.send(new AdminDeleteUserCommand({ UserPoolId: city.poolId, Username: id }));
    }
  });
}

async function newApp(
  pool: CognitoIdentityProviderClient,
  city: Deployed,
  id: string,
  UserAttributes: AttributeType[],
): Promise<{ token: string; credentials: AppCredentials }> {
  await createUser(pool, city, id, { UserAttributes, MessageAction: 'SUPPRESS' });
  await addToGroup(pool, city, id, 'channel-app');
  const password = newPassword();
  const user = { UserPoolId: city.poolId, Username: id };
  await pool.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  const kept = { tokenSecret: '' };
  const token = await accessToken(city, id, machineAnswers(password, kept));
  return { token, credentials: { id, password, tokenSecret: kept.tokenSecret } };
}

/** @returns whether the user is new */
async function createUser(
  pool: CognitoIdentityProviderClient,
  { poolId }: Deployed,
  id: string,
  more: Omit<AdminCreateUserCommand['input'], 'UserPoolId' | 'Username'>,
): Promise<boolean> {
  try {
    await pool.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username: id, ...more }));
    return true;
  } catch (error) {
    if (error instanceof UsernameExistsException) return false;
    throw error;
  }
}

async function addToGroup(
  pool: CognitoIdentityProviderClient,
  { poolId }: Deployed,
  id: string,
  group: Group,
): Promise<void> {
  await pool.send(new AdminAddUserToGroupCommand({ UserPoolId: poolId, Username: id, GroupName: group }));
}

async function withPool<T>({ reach }: Deployed, act: (pool: CognitoIdentityProviderClient) => Promise<T>): Promise<T> {
  const pool = new CognitoIdentityProviderClient(reach);
  try {
    return await act(pool);
  } finally {
    pool.destroy();
  }
}

/** Answers without a person: the password given, and a software token whose secret is put into `kept`. */
function machineAnswers(password: string, kept: { tokenSecret: string }): Answers {
  const code = async (secret?: string): Promise<string> => {
    if (secret !== undefined) kept.tokenSecret = secret;
    return oneTimeCode(kept.tokenSecret, Date.now());
  };
  return { password: async () => password, newPassword: async () => password, code, nextCode: code };
}

/** 32 characters of every sort that the pool asks for. */
function newPassword(): string {
  return `aA1!${randomBytes(21).toString('base64url')}`;
}
