import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Journal } from '#local/journal/journal.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { Permission } from '#local/wire/aws-service.ts';
import { Roles } from '#local/wire/roles.ts';
import { resource } from './aws-place.ts';

const table = 'arn:aws:dynamodb:ap-northeast-2:000000000000:table/letters';
let journal: Journal;
let roles: Roles;

beforeEach(() => {
  journal = new Journal(':memory:');
  roles = new Roles({ journal });
});

afterEach(() => journal.close());

async function grant(...Statement: Record<string, unknown>[]): Promise<void> {
  const Policies = [{ PolicyName: 'inline', PolicyDocument: { Version: '2012-10-17', Statement } }];
  await roles.provider.create(resource('AWS::IAM::Role', 'Clerk', { RoleName: 'clerk', Policies }));
}

function may(action: string, on = table, context: NonNullable<Permission['context']> = {}): boolean {
  try {
    roles.judge('clerk', { action, resource: on, context });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.name === 'AccessDeniedException') return false;
    throw error;
  }
}

describe('a role', () => {
  const allow = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: table };

  test.each([
    ['the action on the resource', allow, 'dynamodb:GetItem', table, true],
    ['an action in other letters', { ...allow, Action: 'DynamoDB:getitem' }, 'dynamodb:GetItem', table, true],
    ['another action', allow, 'dynamodb:PutItem', table, false],
    ['another resource', allow, 'dynamodb:GetItem', `${table}-2`, false],
    ['an action by wildcard', { ...allow, Action: ['s3:*', 'dynamodb:Get*'] }, 'dynamodb:GetItem', table, true],
    [
      'an index by wildcard',
      { ...allow, Action: 'dynamodb:Query', Resource: `${table}/index/*` },
      'dynamodb:Query',
      `${table}/index/byDay`,
      true,
    ],
    [
      'the table, by a wildcard for its indexes',
      { ...allow, Resource: `${table}/index/*` },
      'dynamodb:GetItem',
      table,
      false,
    ],
    [
      'an action not excepted',
      { Effect: 'Allow', NotAction: 'dynamodb:Delete*', Resource: '*' },
      'dynamodb:GetItem',
      table,
      true,
    ],
    [
      'an action excepted',
      { Effect: 'Allow', NotAction: 'dynamodb:Get*', Resource: '*' },
      'dynamodb:GetItem',
      table,
      false,
    ],
    [
      'a resource not excepted',
      { ...allow, Resource: undefined, NotResource: `${table}-2` },
      'dynamodb:GetItem',
      table,
      true,
    ],
    [
      'one character by question mark',
      { ...allow, Resource: `${table.slice(0, -1)}?` },
      'dynamodb:GetItem',
      table,
      true,
    ],
  ])('and %s', async (_what, statement, action, on, expected) => {
    await grant(statement);
    expect(may(action, on)).toBe(expected);
  });

  test('is bound by a Deny whatever else is allowed', async () => {
    await grant(
      { ...allow, Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: table },
    );
    expect([may('dynamodb:GetItem'), may('dynamodb:DeleteItem')]).toEqual([true, false]);
  });

  test('has what policies of their own add to it, before it or after', async () => {
    const PolicyDocument = { Statement: [allow] };
    await roles.provider.create(
      resource('AWS::IAM::Policy', 'P', { PolicyName: 'P', Roles: ['clerk'], PolicyDocument }),
    );
    await grant();
    expect(may('dynamodb:GetItem')).toBe(true);
  });

  test('has keys that are the same at every start and others for each role', () => {
    const again = new Roles({ journal });
    expect(again.keysFor('clerk')).toEqual(roles.keysFor('clerk'));
    expect(roles.keysFor('other').accessKeyId).not.toBe(roles.keysFor('clerk').accessKeyId);
    expect(roles.holderOf(roles.keysFor('clerk').accessKeyId)?.principal).toEqual({ kind: 'role', roleName: 'clerk' });
  });
});

describe('conditions', () => {
  const only = (Condition: unknown) => ({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*', Condition });
  const keys = (...values: string[]) => ({ 'dynamodb:LeadingKeys': values });

  test.each([
    ['StringEquals', 'a', keys('a'), true],
    ['StringEquals', 'a', keys('b'), false],
    ['StringEquals', 'a', {}, false],
    ['StringLike', 'case#*', keys('case#7'), true],
    ['StringNotLike', 'case#*', keys('case#7'), false],
    ['ForAllValues:StringLike', ['case#*', 'desk#*'], keys('case#7', 'desk#7'), true],
    ['ForAllValues:StringLike', ['case#*'], keys('case#7', 'desk#7'), false],
    ['ForAllValues:StringLike', ['case#*'], {}, true],
    ['ForAnyValue:StringEquals', ['a'], keys('b', 'a'), true],
    ['StringEqualsIfExists', 'a', {}, true],
    ['Null', 'true', {}, true],
    ['Null', 'true', keys('a'), false],
  ])('%s %j of %j: %s', async (operator, wanted, context, expected) => {
    await grant(only({ [operator]: { 'dynamodb:LeadingKeys': wanted } }));
    expect(may('dynamodb:GetItem', table, context)).toBe(expected);
  });

  test('on keys not known here are passed over and listed, and never widen a Deny', async () => {
    await grant(only({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } },
    });
    expect(may('dynamodb:GetItem')).toBe(true);
    expect(roles.passedOver()).toEqual(['clerk: IpAddress aws:SourceIp', 'clerk: StringNotEquals aws:SourceVpc']);
  });

  test('refuse what does not come over TLS only on paper: every call here counts as secure', async () => {
    await grant(only({}), {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(may('dynamodb:GetItem')).toBe(true);
  });
});

describe('what is reported', () => {
  test('a refusal names role, action and resource as AWS does', async () => {
    await grant();
    expect(() => roles.judge('clerk', { action: 'dynamodb:GetItem', resource: table })).toThrow(
      `User: arn:aws:iam::000000000000:role/clerk is not authorized to perform: dynamodb:GetItem on resource: ${table} because no identity-based policy allows the dynamodb:GetItem action`,
    );
  });

  test('granted minus used', async () => {
    await grant({ Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: table });
    may('dynamodb:GetItem');
    expect(roles.unused()).toEqual([{ role: 'clerk', action: 'dynamodb:PutItem', resources: [table] }]);
  });

  test('a managed policy of AWS that is not known here', async () => {
    const ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
    const create = roles.provider.create(resource('AWS::IAM::Role', 'R', { ManagedPolicyArns }));
    await expect(create).rejects.toThrow("managed policy 'arn:aws:iam::aws:policy/AdministratorAccess' is not known");
  });
});
