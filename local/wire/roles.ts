import type { Journal } from '#local/journal/journal.ts';
import { type Created, type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import { type AccessKeys, KeyMaker } from './access-keys.ts';
import { AwsError } from './aws-error.ts';
import type { Permission, Principal } from './aws-service.ts';
import { managedPolicies } from './managed-policies.ts';
import { PolicyStatement, statementsOf } from './policy-statement.ts';

const ACCOUNT = '000000000000';
const MOST_DECISIONS_KEPT = 5_000;

type Role = { readonly arn: string; readonly keys: AccessKeys; readonly statements: PolicyStatement[] };

/** A granted action that no call has used. */
export type UnusedGrant = { readonly role: string; readonly action: string; readonly resources: readonly string[] };

/**
 * The roles of the template: who signs with which keys, and what each may do.
 *
 * Imitates IAM, "Policy evaluation logic", for identity policies: a Deny wins, then an Allow, else no. Left out: trust
 * policies, permissions boundaries, session and resource policies. Conditions on keys that are not known here are passed
 * over and listed (`passedOver`).
 */
export class Roles {
  readonly provider: Provider;
  readonly #keyMaker: KeyMaker;
  readonly #roles = new Map<string, Role>();
  readonly #principals = new Map<string, { secretAccessKey: string; principal: Principal }>();
  readonly #managed = new Map<string, PolicyStatement[]>();
  readonly #waitingFor = new Map<string, Role[]>();
  readonly #passedOver = new Set<string>();
  readonly #allowed = new Set<string>();
  readonly #trustsUnknown: boolean;
  readonly #declared = new Set<string>();

  /** @param trustUnknown lets a role that no template declared do everything (`--bare`: there is no template) */
  constructor({ journal, trustUnknown = false }: { journal: Journal; trustUnknown?: boolean }) {
    this.#trustsUnknown = trustUnknown;
    this.#keyMaker = new KeyMaker(journal);
    const { accessKeyId, secretAccessKey } = this.administratorKeys();
    this.#principals.set(accessKeyId, { secretAccessKey, principal: { kind: 'outside' } });
    this.provider = {
      types: ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'],
      create: async (resource) => this.#create(resource),
    };
  }

  /** Keys that may do everything: for the AWS CLI and the operator's tools. */
  administratorKeys(): AccessKeys {
    return this.#keyMaker.keysOf('administrator');
  }

  /** The keys of a role, made for it if need be: a role without statements may do nothing. */
  keysFor(roleName: string): AccessKeys {
    return this.#role(roleName).keys;
  }

  /** Who holds the access key, and the secret that proves it. */
  holderOf(accessKeyId: string): { secretAccessKey: string; principal: Principal } | undefined {
    return this.#principals.get(accessKeyId);
  }

  /** @throws AwsError AccessDeniedException unless a statement of the role allows it and none denies it */
  judge(roleName: string, permission: Permission): void {
    const known = `${roleName} ${permission.action} ${permission.resource}`;
    if (this.#allowed.has(known) || (this.#trustsUnknown && !this.#declared.has(roleName))) return;
    const role = this.#role(roleName);
    const context = { 'aws:SecureTransport': ['true'], 'aws:PrincipalArn': [role.arn], ...permission.context };
    const covering = role.statements.filter((statement) => statement.covers(permission.action, permission.resource));
    this.#notePassedOver(roleName, covering, context);
    const applying = covering.filter((statement) => statement.holds(context));
    if (applying.some((statement) => statement.effect === 'Deny'))
      throw denied(role, permission, 'with an explicit deny in an identity-based policy');
    if (applying.length === 0)
      throw denied(role, permission, `because no identity-based policy allows the ${permission.action} action`);
    if (covering.some((statement) => statement.conditions.length > 0)) return;
    if (this.#allowed.size >= MOST_DECISIONS_KEPT) this.#allowed.clear();
    this.#allowed.add(known);
  }

  /** Granted minus used: per role, the actions of Allow statements that no call has needed since the start. */
  unused(): UnusedGrant[] {
    return [...this.#roles].flatMap(([role, { statements }]) =>
      statements
        .filter((statement) => statement.effect === 'Allow')
        .flatMap(({ actions, resources }) =>
          actions.filter((action) => !action.isUsed).map((action) => ({ role, action: action.text, resources })),
        ),
    );
  }

  /** The conditions met so far that were not judged: `<role>: <operator> <key>`. */
  passedOver(): string[] {
    return [...this.#passedOver].sort();
  }

  #notePassedOver(roleName: string, statements: PolicyStatement[], context: Record<string, readonly string[]>): void {
    for (const statement of statements)
      for (const condition of statement.conditions)
        if (condition.verdict(context) === undefined)
          this.#passedOver.add(`${roleName}: ${condition.operator} ${condition.key}`);
  }

  #role(name: string): Role {
    const known = this.#roles.get(name);
    if (known !== undefined) return known;
    const keys = this.#keyMaker.keysOf(`role:${name}`);
    const role: Role = { arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, keys, statements: [] };
    this.#roles.set(name, role);
    this.#principals.set(keys.accessKeyId, {
      secretAccessKey: keys.secretAccessKey,
      principal: { kind: 'role', roleName: name },
    });
    return role;
  }

  #create(resource: Resource): Created {
    this.#allowed.clear();
    const { properties } = resource;
    if (resource.type === 'AWS::IAM::Role') return this.#createRole(physicalName(resource, 'RoleName'), properties);
    const statements = statementsOf(properties.PolicyDocument);
    for (const name of list(properties.Roles)) this.#role(String(name)).statements.push(...statements);
    if (resource.type === 'AWS::IAM::Policy') return { ref: physicalName(resource, 'PolicyName'), attributes: {} };
    const arn = `arn:aws:iam::${ACCOUNT}:policy/${physicalName(resource, 'ManagedPolicyName')}`;
    this.#managed.set(arn, statements);
    for (const role of this.#waitingFor.get(arn) ?? []) role.statements.push(...statements);
    return { ref: arn, attributes: { PolicyArn: arn } };
  }

  #createRole(name: string, properties: Resource['properties']): Created {
    this.#declared.add(name);
    const role = this.#role(name);
    for (const policy of list(properties.Policies))
      if (typeof policy === 'object' && policy !== null && 'PolicyDocument' in policy)
        role.statements.push(...statementsOf(policy.PolicyDocument));
    for (const arn of list(properties.ManagedPolicyArns)) this.#attach(role, String(arn));
    return { ref: name, attributes: { Arn: role.arn, RoleId: role.keys.accessKeyId.replace('AKIA', 'AROA') } };
  }

  #attach(role: Role, arn: string): void {
    const [, ownedByAws] = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
    if (ownedByAws === undefined) {
      const statements = this.#managed.get(arn);
      if (statements === undefined) this.#waitingFor.set(arn, [...(this.#waitingFor.get(arn) ?? []), role]);
      else role.statements.push(...statements);
      return;
    }
    const actions = managedPolicies[ownedByAws];
    if (actions === undefined) throw new UnknownManagedPolicy(arn);
    role.statements.push(new PolicyStatement({ Effect: 'Allow', Action: actions, Resource: '*' }));
  }
}

/** The name of a role, from its ARN. */
export function roleNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function denied(role: Role, { action, resource }: Permission, reason: string): AwsError {
  return new AwsError(
    'AccessDeniedException',
    `User: ${role.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    400,
  );
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The template names a policy of AWS that the local cloud does not know. */
export class UnknownManagedPolicy extends Error {
  override readonly name = 'UnknownManagedPolicy';
  constructor(arn: string) {
    super(`managed policy '${arn}' is not known to the local cloud; add it to local/wire/managed-policies.ts`);
  }
}
