import { randomUUID } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { region } from '#local/template/place.ts';
import type { SigningKey } from './signing-key.ts';
import type { User } from './user-directory.ts';

/** Cognito's access tokens live an hour unless the client says otherwise. */
export const TOKEN_SECONDS = 3_600;

/** The issuer that a pool's tokens name, the same as on AWS. */
export function issuerOf(poolId: string): string {
  return `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
}

/**
 * An access token for a user, as Cognito gives it.
 *
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 *
 * @param now virtual epoch milliseconds
 */
export function accessToken(
  user: User,
  {
    clientId,
    scopes,
    key,
    now,
    seconds = TOKEN_SECONDS,
  }: { clientId: string; scopes: readonly string[]; key: SigningKey; now: number; seconds?: number },
): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({
    ...(user.groups.length === 0 ? {} : { 'cognito:groups': [...user.groups] }),
    client_id: clientId,
    origin_jti: randomUUID(),
    event_id: randomUUID(),
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: issuedAt,
    username: user.username,
  })
    .setProtectedHeader({ kid: key.keyId, alg: 'RS256' })
    .setSubject(user.sub)
    .setIssuer(issuerOf(user.poolId))
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + seconds)
    .setJti(randomUUID())
    .sign(key.privateKey);
}

/** The token's claims when key, issuer and times are right at the virtual instant; `undefined` otherwise. */
export async function verifiedClaims(
  token: string,
  key: SigningKey,
  issuer: string,
  now: number,
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, key.publicKey, {
      issuer,
      algorithms: ['RS256'],
      currentDate: new Date(now),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
