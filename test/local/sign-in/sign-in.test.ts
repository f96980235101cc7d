import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signedFetch } from '../signed-fetch.ts';
import { hour, monday, type Town, town } from '../town.ts';

const resources = {
  Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'people' } },
  Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' } } },
  Officials: {
    Type: 'AWS::Cognito::UserPoolGroup',
    Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'official' },
  },
  Leads: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'lead' } },
};
const outputs = { PoolId: { Value: { Ref: 'Pool' } }, ClientId: { Value: { Ref: 'Client' } } };
let place: Town;
let UserPoolId: string;

beforeEach(async () => {
  place = await town(resources, { outputs });
  UserPoolId = String(place.stack?.outputs.PoolId);
});
afterEach(() => place.close());

const cognito = (operation: string, input: Record<string, unknown>) =>
  place.aws('cognito-idp', operation, { UserPoolId, ...input });
const create = async (Username: string, attributes: Record<string, string> = {}, groups: string[] = []) => {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  await cognito('AdminCreateUser', { Username, UserAttributes });
  for (const GroupName of groups) await cognito('AdminAddUserToGroup', { Username, GroupName });
};
const signIn = async (as: string) => String((await place.control('sign-in', { as })).body.accessToken);

describe('people', () => {
  test('are shown with their groups and attributes, and stand after a restart', async () => {
    await create('kim', { name: '김하나', 'custom:department': 'roads' }, ['official', 'lead']);
    await create('lee');
    await place.close.keepingHome();
    place = await town(resources, { home: place.home, outputs });
    expect((await place.control('people')).body.people).toEqual([
      { id: 'kim', name: '김하나', groups: ['official', 'lead'], attributes: { department: 'roads' } },
      { id: 'lee', name: 'lee', groups: [], attributes: {} },
    ]);
  });

  test('can be changed, looked up and listed by the administrator', async () => {
    await create('kim', { name: 'Kim', email: 'k@city.example' }, ['official']);
    await cognito('AdminUpdateUserAttributes', {
      Username: 'kim',
      UserAttributes: [{ Name: 'name', Value: 'Kim Hana' }],
    });
    expect(await cognito('AdminGetUser', { Username: 'kim' })).toMatchObject({
      Enabled: true,
      UserAttributes: expect.arrayContaining([{ Name: 'name', Value: 'Kim Hana' }]),
    });
    expect(await cognito('AdminListGroupsForUser', { Username: 'kim' })).toMatchObject({
      Groups: [{ GroupName: 'official' }],
    });
    await cognito('AdminRemoveUserFromGroup', { Username: 'kim', GroupName: 'official' });
    expect(await cognito('AdminListGroupsForUser', { Username: 'kim' })).toEqual({ Groups: [] });
    expect(await cognito('ListUsers', { Filter: 'email = "k@city.example"' })).toMatchObject({
      Users: [{ Username: 'kim' }],
    });
    expect(await cognito('ListUsers', { Filter: 'name ^= "Lee"' })).toEqual({ Users: [] });
  });
});

describe('access tokens', () => {
  test('look like Cognito’s and can be verified by the published key', async () => {
    await create('kim', {}, ['official', 'lead']);
    const token = await signIn('kim');
    const issuer = `https://cognito-idp.ap-northeast-2.amazonaws.com/${UserPoolId}`;
    const keys = createRemoteJWKSet(new URL(`${place.url}/${UserPoolId}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(token, keys, { issuer, currentDate: new Date(monday) });
    expect(payload).toMatchObject({
      token_use: 'access',
      username: 'kim',
      'cognito:groups': ['official', 'lead'],
      client_id: place.stack?.outputs.ClientId,
      scope: 'aws.cognito.signin.user.admin',
      iat: monday / 1000,
      exp: (monday + hour) / 1000,
    });
    const { body } = await (await fetch(`${place.url}/${UserPoolId}/.well-known/openid-configuration`))
      .json()
      .then((each) => ({ body: each }));
    expect(body).toMatchObject({ issuer, jwks_uri: `${place.url}/${UserPoolId}/.well-known/jwks.json` });
  });

  test('of one person name the same person after a restart, signed by the same key', async () => {
    await create('kim');
    const before = decodeJwt(await signIn('kim'));
    await place.close.keepingHome();
    place = await town(resources, { home: place.home, outputs });
    const token = await signIn('kim');
    expect(decodeJwt(token).sub).toBe(before.sub);
    expect(await place.signIn.claims(token, String(before.iss))).toMatchObject({ username: 'kim' });
  });

  test('hold for an hour of virtual time, to the second', async () => {
    await create('kim');
    const token = await signIn('kim');
    const issuer = String(decodeJwt(token).iss);
    await place.pass(hour - 1_000);
    expect(await place.signIn.claims(token, issuer)).toBeDefined();
    await place.pass(1_000);
    expect(await place.signIn.claims(token, issuer)).toBeUndefined();
  });
});

test('STS tells a caller who they are', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = 'Action=GetCallerIdentity&Version=2011-06-15';
  const answer = await signedFetch(place, 'sts', 'POST', '/', { body, headers });
  expect(await answer.text()).toContain('<Arn>arn:aws:iam::000000000000:root</Arn>');
});

describe('refusals', () => {
  test('whoever is unknown or disabled cannot sign in, and is told who can', async () => {
    await create('kim');
    const unknown = await place.control('sign-in', { as: 'park' });
    expect([unknown.status, unknown.body.code, unknown.body.detail]).toEqual([
      404,
      'unknown-person',
      "'park' cannot sign in; there are: kim",
    ]);
    await cognito('AdminDisableUser', { Username: 'kim' });
    expect((await place.control('sign-in', { as: 'kim' })).status).toBe(404);
    await cognito('AdminEnableUser', { Username: 'kim' });
    expect((await place.control('sign-in', { as: 'kim' })).status).toBe(200);
    expect((await place.control('sign-in', { who: 'kim' })).status).toBe(400);
  });

  test.each([
    ['a user who is there', 'AdminCreateUser', { Username: 'kim' }, 'UsernameExistsException'],
    ['a user who is not there', 'AdminGetUser', { Username: 'park' }, 'UserNotFoundException'],
    [
      'a group that is not there',
      'AdminAddUserToGroup',
      { Username: 'kim', GroupName: 'kings' },
      'ResourceNotFoundException',
    ],
    ['a pool that is not there', 'ListUsers', { UserPoolId: 'x_1' }, 'ResourceNotFoundException'],
  ])('%s is refused by AWS’s name', async (_name, operation, input, name) => {
    await create('kim');
    await expect(cognito(operation, input)).rejects.toMatchObject({ name });
  });
});
