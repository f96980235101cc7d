import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hour, monday } from '../town.ts';
import { apiTown } from './api-town.ts';

let place: Awaited<ReturnType<typeof apiTown>>;

beforeEach(async () => {
  place = await apiTown();
});
afterEach(() => place.close());

describe('the JWT authorizer', () => {
  test('hands on the claims as API Gateway does: all texts, a list in brackets', async () => {
    const authorization = `Bearer ${await place.token()}`;
    expect((await place.ask('/private', { headers: { authorization } })).status).toBe(200);
    expect(place.events[0]?.requestContext).toMatchObject({
      authorizer: {
        jwt: {
          claims: {
            username: 'kim',
            'cognito:groups': '[clerk chief]',
            exp: String((monday + hour) / 1000),
            token_use: 'access',
          },
          scopes: null,
        },
      },
    });
  });

  test('lets in who has one of the route’s scopes', async () => {
    const authorization = `Bearer ${await place.token()}`;
    expect((await place.ask('/read', { headers: { authorization } })).status).toBe(200);
    expect(place.events[0]?.requestContext).toMatchObject({ authorizer: { jwt: { scopes: ['city/read'] } } });
    const refused = await place.ask('/written', { headers: { authorization } });
    expect([refused.status, await refused.json()]).toEqual([403, { message: 'Forbidden' }]);
    expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
  });

  test('refuses no token, a garbled one, and one that virtual time has outlived', async () => {
    const good = await place.token();
    const [head, body, signature = ''] = good.split('.');
    for (const authorization of [
      undefined,
      'Bearer x',
      `Bearer ${head}.${body}.${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
    ]) {
      const answer = await place.ask('/private', authorization === undefined ? {} : { headers: { authorization } });
      expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }]);
    }
    await place.pass(hour);
    expect((await place.ask('/private', { headers: { authorization: `Bearer ${good}` } })).status).toBe(401);
    expect(place.events).toEqual([]);
  });
});
