import {
  AdminInitiateAuthCommand,
  type AdminInitiateAuthResponse,
  AdminRespondToAuthChallengeCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  ExpiredCodeException,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Deployed } from './stack.ts';
import { WrongInput } from './wrong-input.ts';

/** How whoever signs in answers what is asked. */
export type Answers = {
  readonly password: () => Promise<string>;
  /** Asked once, after an invitation. */
  readonly newPassword: () => Promise<string>;
  /** The six digits; with `secret` for a software token that is set up now and has to be kept. */
  readonly code: (secret?: string) => Promise<string>;
  /** Waits for the next six digits: one code is good for one sign-in. */
  readonly nextCode: () => Promise<string>;
};

/** A question of the sign-in service, as it came. */
type Asked = Pick<AdminInitiateAuthResponse, 'AuthenticationResult' | 'ChallengeName' | 'Session'>;

/**
 * An access token, gained as the sign-in service asks for it: password, a new one after an invitation, software token.
 *
 * Uses the administrator's flow, so it needs AWS credentials beside the person's own; a browser or an app signs in by SRP.
 *
 * @throws WrongInput when something is asked that a script cannot answer
 */
export async function accessToken(
  { poolId, clientId, reach }: Deployed,
  id: string,
  answers: Answers,
): Promise<string> {
  const pool = new CognitoIdentityProviderClient(reach);
  const client = { UserPoolId: poolId, ClientId: clientId };
  const respond = (asked: Asked, said: Record<string, string>): Promise<Asked> => {
    const { ChallengeName, Session } = asked;
    const ChallengeResponses = { USERNAME: id, ...said };
    return pool.send(new AdminRespondToAuthChallengeCommand({ ...client, ChallengeName, Session, ChallengeResponses }));
  };
  const setUp = async (asked: Asked): Promise<Asked> => {
    const { SecretCode = '', Session } = await pool.send(new AssociateSoftwareTokenCommand({ Session: asked.Session }));
    const UserCode = await answers.code(SecretCode);
    const verified = await pool.send(new VerifySoftwareTokenCommand({ Session, UserCode }));
    return respond({ ...asked, Session: verified.Session }, {});
  };
  const prove = async (asked: Asked): Promise<Asked> => {
    try {
      return await respond(asked, { SOFTWARE_TOKEN_MFA_CODE: await answers.code() });
    } catch (error) {
      if (!(error instanceof ExpiredCodeException)) throw error;
      return respond(asked, { SOFTWARE_TOKEN_MFA_CODE: await answers.nextCode() });
    }
  };
  try {
    let asked: Asked = await pool.send(
      new AdminInitiateAuthCommand({
        ...client,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: id, PASSWORD: await answers.password() },
      }),
    );
    while (asked.AuthenticationResult === undefined) {
      if (asked.ChallengeName === 'NEW_PASSWORD_REQUIRED') {
        asked = await respond(asked, { NEW_PASSWORD: await answers.newPassword() });
      } else if (asked.ChallengeName === 'MFA_SETUP') asked = await setUp(asked);
      else if (asked.ChallengeName === 'SOFTWARE_TOKEN_MFA') asked = await prove(asked);
      else throw new WrongInput(`signing in '${id}' asks for ${asked.ChallengeName}, which this script does not know`);
    }
    return asked.AuthenticationResult.AccessToken ?? '';
  } finally {
    pool.destroy();
  }
}

/** A token of the local cloud, which signs in whoever is named. */
export async function localToken({ url }: Deployed, id: string): Promise<string> {
  const answer = await fetch(`${url}/_local/sign-in`, { method: 'POST', body: JSON.stringify({ as: id }) });
  const body: unknown = await answer.json();
  if (typeof body === 'object' && body !== null && 'accessToken' in body) return String(body.accessToken);
  throw new WrongInput(`'${id}' cannot sign in at ${url}: GET /_local/people says who can`);
}
