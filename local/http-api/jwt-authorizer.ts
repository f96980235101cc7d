import type { JWTPayload } from 'jose';
import type { SignIn } from '#local/sign-in/sign-in.ts';
import type { ApiAnswer } from './api-answer.ts';
import { gatewayAnswer } from './api-answer.ts';
import type { Authorization } from './api-event.ts';
import type { ApiRequest } from './api-request.ts';

/** A JWT authorizer as the template declares it. */
export type JwtAuthorizer = {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** `$request.header.Authorization` and the like; the first that is there counts. */
  readonly identitySources: readonly string[];
};

/**
 * Who is calling, or the answer that refuses the call.
 *
 * Imitates https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html: key, issuer, times, audience
 * (`aud`, else `client_id`), and of the route's scopes at least one. Verified against our own sign-in, never over the network.
 *
 * @param scopes what the route asks for; none when empty
 */
export async function authorize(
  request: ApiRequest,
  authorizer: JwtAuthorizer,
  scopes: readonly string[],
  signIn: Pick<SignIn, 'claims'>,
): Promise<{ authorization: Authorization } | { refusal: ApiAnswer }> {
  const token = tokenOf(request, authorizer.identitySources);
  if (token === undefined) return { refusal: unauthorized('Bearer') };
  const claims = await signIn.claims(token, authorizer.issuer);
  if (claims === undefined)
    return {
      refusal: unauthorized('Bearer scope="" error="invalid_token" error_description="the token is not valid"'),
    };
  if (!audiencesOf(claims).some((audience) => authorizer.audience.includes(audience))) {
    return {
      refusal: unauthorized(
        'Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience"',
      ),
    };
  }
  const granted = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
    const challenge = `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"`;
    return { refusal: gatewayAnswer(403, 'Forbidden', { 'www-authenticate': challenge }) };
  }
  return { authorization: { jwt: { claims: claimTexts(claims), scopes: scopes.length === 0 ? null : granted } } };
}

function tokenOf(request: ApiRequest, sources: readonly string[]): string | undefined {
  for (const source of sources) {
    const [, place, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
    const value =
      place === 'header' ? request.headers[name.toLowerCase()] : new URLSearchParams(request.rawQuery).get(name);
    if (value !== undefined && value !== null && value !== '') return value.replace(/^Bearer\s+/i, '');
  }
  return undefined;
}

function audiencesOf(claims: JWTPayload): string[] {
  if (claims.aud !== undefined) return [claims.aud].flat();
  return typeof claims.client_id === 'string' ? [claims.client_id] : [];
}

/** Claims as API Gateway hands them on: all of them texts, a list as `[a b]`. */
function claimTexts(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
}

function unauthorized(challenge: string): ApiAnswer {
  return gatewayAnswer(401, 'Unauthorized', { 'www-authenticate': challenge });
}
