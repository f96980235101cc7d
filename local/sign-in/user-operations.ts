import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Outbox, OutboxMessage } from '#local/outbox/outbox.ts';
import { listOf, type Members, membersOf, needText, numberOf, textOf, textsOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { hashedPassword, temporaryPassword } from './password.ts';
import type { Pool } from './pool.ts';
import type { User, UserDirectory } from './user-directory.ts';

type Operation = (input: Members) => Promise<Record<string, unknown>>;

const badInput = 'InvalidParameterException';
const MOST_LISTED = 60;

/**
 * The administrator's operations on users and groups.
 *
 * Imitates https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html
 * Invitations go by e-mail. Left out: sign-up, invitations by SMS, codes, devices, password rules.
 */
export function userOperations(
  users: UserDirectory,
  { clock, outbox, poolOf }: { clock: VirtualClock; outbox: Outbox; poolOf: (poolId: string) => Pool },
): Readonly<Record<string, Operation>> {
  const pool = (input: Members): Pool => poolOf(needText(input, 'UserPoolId', badInput));
  const userOf = (input: Members): User => {
    const user = users.find(pool(input).poolId, needText(input, 'Username', badInput));
    if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
    return user;
  };
  const groupOf = (input: Members): string => {
    const group = needText(input, 'GroupName', badInput);
    if (!pool(input).groups.has(group)) throw new AwsError('ResourceNotFoundException', 'Group not found.');
    return group;
  };
  const change = async (user: User, changed: Partial<User>): Promise<Record<string, unknown>> => {
    await users.keep({ ...user, ...changed, changedAt: clock.now() });
    return {};
  };
  /** The user with the temporary password that was given, or with one that they are told by e-mail. */
  const invite = async (user: User, input: Members): Promise<Record<string, unknown>> => {
    const to = user.attributes.email;
    const isTold = input.MessageAction !== 'SUPPRESS' && textsOf(input.DesiredDeliveryMediums).includes('EMAIL');
    if (isTold && to === undefined) throw new AwsError(badInput, 'User has no email address to send the message to.');
    const password = textOf(input.TemporaryPassword) ?? (isTold ? temporaryPassword() : undefined);
    const passwordHash = password === undefined ? undefined : hashedPassword(password);
    const invited: User = passwordHash === undefined ? user : { ...user, passwordHash, mustChangePassword: true };
    await users.keep(invited, () => {
      if (isTold && to !== undefined) outbox.stage(invitation(user.username, String(password), to, clock.now()));
    });
    return { User: { ...shape(invited), Attributes: attributeList(invited) } };
  };
  return {
    AdminCreateUser: async (input) => {
      const { poolId } = pool(input);
      const username = needText(input, 'Username', badInput);
      const known = users.find(poolId, username);
      if (known !== undefined && input.MessageAction !== 'RESEND')
        throw new AwsError('UsernameExistsException', 'User account already exists');
      if (known === undefined && input.MessageAction === 'RESEND')
        throw new AwsError('UserNotFoundException', 'User does not exist.');
      if (known !== undefined && shape(known).UserStatus !== 'FORCE_CHANGE_PASSWORD')
        throw new AwsError('UnsupportedUserStateException', "Can't resend message because of user status.");
      return invite(known ?? users.newUser(poolId, username, attributesOf(input.UserAttributes), clock.now()), input);
    },
    AdminDeleteUser: async (input) => {
      await users.remove(userOf(input));
      return {};
    },
    AdminGetUser: async (input) => {
      const user = userOf(input);
      return { ...shape(user), UserAttributes: attributeList(user) };
    },
    AdminUpdateUserAttributes: async (input) => {
      const user = userOf(input);
      return change(user, { attributes: { ...user.attributes, ...attributesOf(input.UserAttributes) } });
    },
    AdminDeleteUserAttributes: async (input) => {
      const user = userOf(input);
      const gone = new Set(listOf(input.UserAttributeNames));
      return change(user, {
        attributes: Object.fromEntries(Object.entries(user.attributes).filter(([name]) => !gone.has(name))),
      });
    },
    AdminAddUserToGroup: async (input) => {
      const [user, group] = [userOf(input), groupOf(input)];
      return user.groups.includes(group) ? {} : change(user, { groups: [...user.groups, group] });
    },
    AdminRemoveUserFromGroup: async (input) => {
      const [user, group] = [userOf(input), groupOf(input)];
      return change(user, { groups: user.groups.filter((each) => each !== group) });
    },
    AdminListGroupsForUser: async (input) => {
      const user = userOf(input);
      return { Groups: user.groups.map((GroupName) => ({ GroupName, UserPoolId: user.poolId })) };
    },
    AdminDisableUser: async (input) => change(userOf(input), { isEnabled: false }),
    AdminEnableUser: async (input) => change(userOf(input), { isEnabled: true }),
    AdminSetUserPassword: async (input) =>
      change(userOf(input), {
        passwordHash: hashedPassword(needText(input, 'Password', badInput)),
        mustChangePassword: input.Permanent !== true,
      }),
    AdminUserGlobalSignOut: async (input) => {
      userOf(input);
      return {};
    },
    ListUsers: async (input) => page(users.list(pool(input).poolId).filter(userFilter(textOf(input.Filter))), input),
    ListUsersInGroup: async (input) => {
      const group = groupOf(input);
      return page(
        users.list(pool(input).poolId).filter((user) => user.groups.includes(group)),
        input,
      );
    },
    CreateGroup: async (input) => {
      const group = needText(input, 'GroupName', badInput);
      const found = pool(input);
      if (found.groups.has(group)) throw new AwsError('GroupExistsException', 'A group with the name already exists.');
      found.groups.add(group);
      return { Group: { GroupName: group, UserPoolId: found.poolId } };
    },
    GetGroup: async (input) => ({ Group: { GroupName: groupOf(input), UserPoolId: pool(input).poolId } }),
    ListGroups: async (input) => {
      const found = pool(input);
      return { Groups: [...found.groups].map((GroupName) => ({ GroupName, UserPoolId: found.poolId })) };
    },
  };
}

function page(users: readonly User[], input: Members): Record<string, unknown> {
  const from = Number(textOf(input.PaginationToken) ?? textOf(input.NextToken) ?? 0);
  const to = from + Math.min(numberOf(input.Limit) ?? MOST_LISTED, MOST_LISTED);
  const shown = users.slice(from, to).map((user) => ({ ...shape(user), Attributes: attributeList(user) }));
  return { Users: shown, ...(to < users.length ? { PaginationToken: String(to), NextToken: String(to) } : {}) };
}

/** `name = "value"` or `name ^= "begins"`, over attributes, `username`, `sub` and `status`. */
function userFilter(filter: string | undefined): (user: User) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const [, name, operator, value] = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"(.*)"\s*$/.exec(filter) ?? [];
  if (name === undefined || value === undefined) throw new AwsError(badInput, `Error while parsing filter ${filter}.`);
  return (user) => {
    const facts: Record<string, string> = {
      ...user.attributes,
      username: user.username,
      sub: user.sub,
      status: user.isEnabled ? 'Enabled' : 'Disabled',
    };
    const fact = facts[name];
    return fact !== undefined && (operator === '^=' ? fact.startsWith(value) : fact === value);
  };
}

function attributesOf(list: unknown): Record<string, string> {
  return Object.fromEntries(
    listOf(list).flatMap((each) => {
      const { Name, Value } = membersOf(each);
      const name = textOf(Name);
      return name === undefined ? [] : [[name, textOf(Value) ?? '']];
    }),
  );
}

function attributeList(user: User): { Name: string; Value: string }[] {
  return Object.entries({ sub: user.sub, ...user.attributes }).map(([Name, Value]) => ({ Name, Value }));
}

function shape(user: User): Record<string, unknown> {
  return {
    Username: user.username,
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.changedAt / 1000,
    Enabled: user.isEnabled,
    UserStatus:
      user.passwordHash === undefined || user.mustChangePassword === true ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED',
  };
}

/** What Cognito writes when nothing else is set. */
function invitation(username: string, password: string, to: string, now: number): OutboxMessage {
  return {
    at: new Date(now).toISOString(),
    protocol: 'email',
    to,
    subject: 'Your temporary password',
    text: `Your username is ${username} and temporary password is ${password}`,
  };
}
