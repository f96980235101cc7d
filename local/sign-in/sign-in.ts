import type { JWTPayload } from 'jose';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import type { Outbox } from '#local/outbox/outbox.ts';
import { arn } from '#local/template/place.ts';
import { type Created, type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import { type Members, membersOf, needText, numberOf, textOf, textsOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, Service } from '#local/wire/aws-service.ts';
import { authOperations } from './auth-operations.ts';
import { clientIdOf, type Pool, type PoolClient, poolArn, poolIdOf } from './pool.ts';
import { signingKey } from './signing-key.ts';
import { accessToken, issuerOf, TOKEN_SECONDS, verifiedClaims } from './token.ts';
import { type User, UserDirectory } from './user-directory.ts';
import { userOperations } from './user-operations.ts';

/** Someone who can sign in, as the control door shows them. */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** Without the `custom:` prefix. */
  readonly attributes: Readonly<Record<string, string>>;
};

/** Seconds in the units in which a client's token validity is written. */
const unitSeconds: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };
const userScope = 'aws.cognito.signin.user.admin';

/**
 * Sign-in: user pools, the people in them and their access tokens.
 *
 * Imitates https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools.html
 * The control door signs in whoever is named; passwords and second factors are asked of those who sign in with the
 * administrator's keys. Left out: the hosted pages, SRP, refresh tokens, triggers.
 */
export class SignIn implements Service {
  readonly provider: Provider = {
    types: [
      'AWS::Cognito::UserPool',
      'AWS::Cognito::UserPoolClient',
      'AWS::Cognito::UserPoolGroup',
      'AWS::Cognito::UserPoolResourceServer',
      'AWS::Cognito::UserPoolDomain',
    ],
    create: (resource) => this.#create(resource),
  };
  readonly #journal: Journal;
  readonly #clock: VirtualClock;
  readonly #url: string;
  readonly #users: UserDirectory;
  readonly #pools = new Map<string, Pool>();
  readonly #operations: ReturnType<typeof userOperations>;

  constructor({ journal, clock, outbox, url }: { journal: Journal; clock: VirtualClock; outbox: Outbox; url: string }) {
    this.#journal = journal;
    this.#clock = clock;
    this.#url = url;
    this.#users = new UserDirectory(journal);
    const poolOf = (poolId: string): Pool => this.#pool(poolId);
    this.#operations = {
      ...userOperations(this.#users, { clock, outbox, poolOf }),
      ...authOperations(this.#users, { poolOf, tokenFor: (user, client) => this.#tokenFor(user, client) }),
    };
  }

  async call({ operation, input }: AwsCall): Promise<Record<string, unknown>> {
    const run = this.#operations[operation];
    if (run === undefined)
      throw new AwsError('UnknownOperationException', `The local sign-in does not know the operation ${operation}.`);
    return run(input);
  }

  permissions(operation: string, input: Members): Permission[] {
    const poolId = textOf(input.UserPoolId);
    return [{ action: `cognito-idp:${operation}`, resource: poolId === undefined ? '*' : poolArn(poolId) }];
  }

  /** Who can sign in, in the order in which they were made. */
  people(): Person[] {
    return this.#users
      .list()
      .filter((user) => this.#pools.has(user.poolId))
      .map(person);
  }

  /** An access token for the person, over the pool's first client; `undefined` when nobody enabled has that id. */
  async signIn(id: string): Promise<string | undefined> {
    const user = this.#users
      .list()
      .find((each) => each.username === id && each.isEnabled && this.#pools.has(each.poolId));
    if (user === undefined) return undefined;
    const [client] = this.#pool(user.poolId).clients.values();
    return this.#tokenFor(user, client);
  }

  #tokenFor(user: User, client: PoolClient | undefined): Promise<string> {
    return accessToken(user, {
      clientId: client?.clientId ?? '',
      scopes: client === undefined || client.scopes.length === 0 ? [userScope] : client.scopes,
      key: this.#pool(user.poolId).key,
      now: this.#clock.now(),
      seconds: client?.tokenSeconds ?? TOKEN_SECONDS,
    });
  }

  /** The claims of a token of that issuer, if it is one of our pools and the token is valid now. */
  async claims(token: string, issuer: string): Promise<JWTPayload | undefined> {
    for (const pool of this.#pools.values()) {
      if (issuerOf(pool.poolId) === issuer || `${this.#url}/${pool.poolId}` === issuer) {
        return verifiedClaims(token, pool.key, issuerOf(pool.poolId), this.#clock.now());
      }
    }
    return undefined;
  }

  /** Whether the issuer is one whose tokens can be verified here. */
  hasIssuer(issuer: string): boolean {
    return [...this.#pools.keys()].some((poolId) => issuerOf(poolId) === issuer || `${this.#url}/${poolId}` === issuer);
  }

  /** What stands at `/<poolId>/.well-known/…`; `undefined` for any other path. */
  wellKnown(path: string): Record<string, unknown> | undefined {
    const [, poolId = '', document] = /^\/([\w-]+)\/\.well-known\/([\w.-]+)$/.exec(path) ?? [];
    const pool = this.#pools.get(poolId);
    if (pool === undefined) return undefined;
    if (document === 'jwks.json') return { keys: [pool.key.publicJwk] };
    if (document !== 'openid-configuration') return undefined;
    return {
      issuer: issuerOf(poolId),
      jwks_uri: `${this.#url}/${poolId}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
      response_types_supported: ['code', 'token'],
    };
  }

  #pool(poolId: string): Pool {
    const pool = this.#pools.get(poolId);
    if (pool === undefined) throw new AwsError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
    return pool;
  }

  async #create(resource: Resource): Promise<Created> {
    const { properties } = resource;
    if (resource.type === 'AWS::Cognito::UserPool') return this.#createPool(resource);
    const pool = this.#pool(needText(properties, 'UserPoolId'));
    switch (resource.type) {
      case 'AWS::Cognito::UserPoolClient': {
        const name = physicalName(resource, 'ClientName');
        // Two clients of one name are two clients: the logical id tells them apart.
        const clientId = clientIdOf(pool.poolId, `${name} ${resource.logicalId}`);
        const unit = textOf(membersOf(properties.TokenValidityUnits).AccessToken) ?? 'hours';
        const tokenSeconds = (numberOf(properties.AccessTokenValidity) ?? 1) * (unitSeconds[unit] ?? 3_600);
        const scopes = textsOf(properties.AllowedOAuthScopes);
        pool.clients.set(clientId, {
          clientId,
          name,
          scopes,
          flows: textsOf(properties.ExplicitAuthFlows),
          tokenSeconds,
        });
        return { ref: clientId, attributes: { ClientId: clientId, Name: name } };
      }
      case 'AWS::Cognito::UserPoolGroup': {
        const name = physicalName(resource, 'GroupName');
        pool.groups.add(name);
        return { ref: name, attributes: {} };
      }
      case 'AWS::Cognito::UserPoolResourceServer':
        return { ref: needText(properties, 'Identifier'), attributes: {} };
      default:
        return { ref: physicalName(resource, 'Domain'), attributes: { CloudFrontDistribution: this.#url } };
    }
  }

  async #createPool(resource: Resource): Promise<Created> {
    const name = physicalName(resource, 'UserPoolName');
    const poolId = poolIdOf(name);
    const key = await signingKey(this.#journal, poolId);
    const mfa = textOf(resource.properties.MfaConfiguration) ?? 'OFF';
    this.#pools.set(poolId, { poolId, name, mfa, key, groups: new Set(), clients: new Map() });
    const providerName = issuerOf(poolId).replace('https://', '');
    return {
      ref: poolId,
      attributes: {
        Arn: arn('cognito-idp', `userpool/${poolId}`),
        UserPoolId: poolId,
        ProviderName: providerName,
        ProviderURL: issuerOf(poolId),
      },
    };
  }
}

function person(user: User): Person {
  const { name, ...others } = user.attributes;
  const attributes = Object.fromEntries(
    Object.entries(others).map(([key, value]) => [key.replace(/^custom:/, ''), value]),
  );
  return { id: user.username, name: name ?? user.username, groups: user.groups, attributes };
}
