import { randomUUID } from 'node:crypto';
import { realNow } from '#local/clock/real-clock.ts';
import { type Members, membersOf, needText, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { hashedPassword, isPassword } from './password.ts';
import type { Pool, PoolClient } from './pool.ts';
import { newTokenSecret, stepOfCode } from './software-token.ts';
import type { User, UserDirectory } from './user-directory.ts';

type Operation = (input: Members) => Promise<Record<string, unknown>>;

/** A sign-in under way. `secret` is a software token that was given and is not verified yet. */
type Session = {
  readonly poolId: string;
  readonly username: string;
  readonly client: PoolClient;
  readonly challenge: string;
  readonly secret?: string;
};

const badInput = 'InvalidParameterException';
const wrongPassword = () => new AwsError('NotAuthorizedException', 'Incorrect username or password.');
const badSession = () => new AwsError('NotAuthorizedException', 'Invalid session for the user.');

/**
 * Signing in by password and software token, with the administrator's keys: new password, set-up of the token, its code.
 *
 * Imitates https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html and its
 * neighbours. Sessions live in memory. Left out: SRP, refresh, ID tokens, lock-out after wrong passwords, devices.
 */
export function authOperations(
  users: UserDirectory,
  parts: {
    readonly poolOf: (poolId: string) => Pool;
    readonly tokenFor: (user: User, client: PoolClient) => Promise<string>;
  },
): Readonly<Record<string, Operation>> {
  const sessions = new Map<string, Session>();

  const challenged = (session: Session, parameters: Record<string, string>): Record<string, unknown> => {
    const id = randomUUID();
    sessions.set(id, session);
    return { ChallengeName: session.challenge, Session: id, ChallengeParameters: parameters };
  };
  const taken = (id: unknown): Session => {
    const session = sessions.get(textOf(id) ?? '');
    if (session === undefined) throw badSession();
    return session;
  };
  const userOf = ({ poolId, username }: Pick<Session, 'poolId' | 'username'>): User => {
    const user = users.find(poolId, username);
    if (user === undefined || !user.isEnabled) throw wrongPassword();
    return user;
  };
  const clientOf = (input: Members): PoolClient => {
    const clientId = needText(input, 'ClientId', badInput);
    const client = parts.poolOf(needText(input, 'UserPoolId', badInput)).clients.get(clientId);
    if (client === undefined)
      throw new AwsError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
    if (!client.flows.includes('ALLOW_ADMIN_USER_PASSWORD_AUTH'))
      throw new AwsError(badInput, 'Auth flow not enabled for this client');
    return client;
  };
  /** The next question to a user whose password is right, or the token. */
  const next = async (user: User, client: PoolClient): Promise<Record<string, unknown>> => {
    const { poolId, username } = user;
    const ask = (challenge: string, more: Record<string, string> = {}): Record<string, unknown> =>
      challenged({ poolId, username, client, challenge }, { USER_ID_FOR_SRP: username, ...more });
    if (user.mustChangePassword === true) return ask('NEW_PASSWORD_REQUIRED', { requiredAttributes: '[]' });
    const { mfa } = parts.poolOf(poolId);
    if (user.softwareToken !== undefined && mfa !== 'OFF') return ask('SOFTWARE_TOKEN_MFA');
    if (mfa === 'ON') return ask('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' });
    return tokens(user, client);
  };
  const tokens = async (user: User, client: PoolClient): Promise<Record<string, unknown>> => ({
    ChallengeParameters: {},
    AuthenticationResult: {
      AccessToken: await parts.tokenFor(user, client),
      ExpiresIn: client.tokenSeconds,
      TokenType: 'Bearer',
    },
  });

  const answers: Readonly<Record<string, (session: Session, said: Members) => Promise<Record<string, unknown>>>> = {
    NEW_PASSWORD_REQUIRED: async (session, said) => {
      const passwordHash = hashedPassword(needText(said, 'NEW_PASSWORD', badInput));
      const user: User = { ...userOf(session), passwordHash, mustChangePassword: false };
      await users.keep(user);
      return next(user, session.client);
    },
    // The token was verified, and so kept, by VerifySoftwareToken.
    MFA_SETUP: async (session) => {
      const user = userOf(session);
      if (user.softwareToken === undefined) throw badSession();
      return tokens(user, session.client);
    },
    SOFTWARE_TOKEN_MFA: async (session, said) => {
      const user = userOf(session);
      const step = stepOfCode(user.softwareToken ?? '', needText(said, 'SOFTWARE_TOKEN_MFA_CODE', badInput), realNow());
      if (step === undefined) throw new AwsError('CodeMismatchException', 'Invalid code received for user');
      if (step <= (user.lastTokenStep ?? 0))
        throw new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
      await users.keep({ ...user, lastTokenStep: step });
      return tokens(user, session.client);
    },
  };

  return {
    AdminInitiateAuth: async (input) => {
      const client = clientOf(input);
      if (input.AuthFlow !== 'ADMIN_USER_PASSWORD_AUTH' && input.AuthFlow !== 'ADMIN_NO_SRP_AUTH')
        throw new AwsError(badInput, `the local sign-in leaves out the flow ${String(input.AuthFlow)}`);
      const { USERNAME, PASSWORD } = membersOf(input.AuthParameters);
      const user = userOf({ poolId: needText(input, 'UserPoolId'), username: textOf(USERNAME) ?? '' });
      if (!isPassword(textOf(PASSWORD) ?? '', user.passwordHash)) throw wrongPassword();
      return next(user, client);
    },
    AdminRespondToAuthChallenge: async (input) => {
      clientOf(input);
      const session = taken(input.Session);
      const answer = answers[session.challenge];
      if (answer === undefined || input.ChallengeName !== session.challenge) throw badSession();
      const answered = await answer(session, membersOf(input.ChallengeResponses));
      // A wrong answer may be given again, a right one is used up.
      sessions.delete(String(input.Session));
      return answered;
    },
    AssociateSoftwareToken: async (input) => {
      const session = taken(input.Session);
      sessions.delete(String(input.Session));
      const id = randomUUID();
      const secret = newTokenSecret();
      sessions.set(id, { ...session, secret });
      return { SecretCode: secret, Session: id };
    },
    VerifySoftwareToken: async (input) => {
      const session = taken(input.Session);
      const { secret } = session;
      if (secret === undefined) throw badSession();
      const lastTokenStep = stepOfCode(secret, needText(input, 'UserCode', badInput), realNow());
      if (lastTokenStep === undefined) throw new AwsError('EnableSoftwareTokenMFAException', 'Code mismatch');
      await users.keep({ ...userOf(session), softwareToken: secret, lastTokenStep });
      return { Status: 'SUCCESS', Session: String(input.Session) };
    },
  };
}
