import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { oneTimeCode } from '#scripts/deployed/one-time-code.ts';
import { type Town, town } from '../town.ts';

const resources = {
  Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'people', MfaConfiguration: 'ON' } },
  Client: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: { UserPoolId: { Ref: 'Pool' }, ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] },
  },
  Browser: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' } } },
};
const outputs = {
  PoolId: { Value: { Ref: 'Pool' } },
  ClientId: { Value: { Ref: 'Client' } },
  BrowserId: { Value: { Ref: 'Browser' } },
};
type Answer = { ChallengeName?: string; Session?: string; AuthenticationResult?: { AccessToken: string } };

let place: Town;
let ids: { UserPoolId: string; ClientId: string };
beforeEach(async () => {
  place = await town(resources, { outputs });
  ids = { UserPoolId: String(place.stack?.outputs.PoolId), ClientId: String(place.stack?.outputs.ClientId) };
  await cognito('AdminCreateUser', { Username: 'kim', TemporaryPassword: 'first', MessageAction: 'SUPPRESS' });
});
afterEach(() => place.close());

const cognito = (operation: string, input: Record<string, unknown>): Promise<Record<string, unknown> & Answer> =>
  place.aws('cognito-idp', operation, { ...ids, ...input });
const begin = (PASSWORD: string) =>
  cognito('AdminInitiateAuth', {
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'kim', PASSWORD },
  });
const respond = ({ ChallengeName, Session }: Answer, said: Record<string, string> = {}) =>
  cognito('AdminRespondToAuthChallenge', {
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: 'kim', ...said },
  });

/** Sets up kim's own password and software token; gives the token's secret. */
async function setUp(): Promise<string> {
  const asked = await respond(await begin('first'), { NEW_PASSWORD: 'second' });
  const { SecretCode, Session } = await cognito('AssociateSoftwareToken', { Session: asked.Session });
  const secret = String(SecretCode);
  await cognito('VerifySoftwareToken', { Session, UserCode: oneTimeCode(secret, Date.now()) });
  expect((await respond({ ...asked, Session: String(Session) })).AuthenticationResult).toBeDefined();
  return secret;
}

describe('signing in by password and software token', () => {
  test('asks whoever is invited for a password of their own, then to set up the token, and gives tokens', async () => {
    const first = await begin('first');
    expect(first.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const second = await respond(first, { NEW_PASSWORD: 'second' });
    expect(second.ChallengeName).toBe('MFA_SETUP');
    expect((await cognito('AdminGetUser', { Username: 'kim' })).UserStatus).toBe('CONFIRMED');
    const { SecretCode, Session } = await cognito('AssociateSoftwareToken', { Session: second.Session });
    const wrong = cognito('VerifySoftwareToken', { Session, UserCode: 'wrong' });
    await expect(wrong).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
    await expect(respond({ ...second, Session: String(Session) })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await cognito('VerifySoftwareToken', { Session, UserCode: oneTimeCode(String(SecretCode), Date.now()) });
    const { AuthenticationResult } = await respond({ ...second, Session: String(Session) });
    expect(AuthenticationResult?.AccessToken).toMatch(/^ey/);
  });

  test('afterwards asks for the password and one code, also after a restart, and takes each code once', async () => {
    const secret = await setUp();
    await place.close.keepingHome();
    place = await town(resources, { home: place.home, outputs });
    const asked = await begin('second');
    expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const code = { SOFTWARE_TOKEN_MFA_CODE: oneTimeCode(secret, Date.now()) };
    await expect(respond(asked, code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    const next = { SOFTWARE_TOKEN_MFA_CODE: oneTimeCode(secret, Date.now() + 30_000) };
    const { AuthenticationResult } = await respond(asked, next);
    expect(AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
    await expect(respond(asked, next)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('refusals', () => {
  test('a wrong password, a wrong code, an unknown session, a client without that flow', async () => {
    await expect(begin('guess')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await setUp();
    await expect(begin('first')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const asked = await begin('second');
    await expect(respond(asked, { SOFTWARE_TOKEN_MFA_CODE: 'wrong' })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await expect(respond({ ...asked, Session: 'other' })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    ids = { ...ids, ClientId: String(place.stack?.outputs.BrowserId) };
    await expect(begin('second')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('an invitation for whoever has an own password already, or has no e-mail address', async () => {
    const again = { Username: 'kim', MessageAction: 'RESEND', DesiredDeliveryMediums: ['EMAIL'] };
    await expect(cognito('AdminCreateUser', again)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await setUp();
    await expect(cognito('AdminCreateUser', again)).rejects.toMatchObject({ name: 'UnsupportedUserStateException' });
  });
});
