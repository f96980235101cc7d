import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { Group } from '#schemas/person.ts';

/** Who can sign in, by which client, and what the HTTP API trusts. */
export type SignIn = { readonly pool: UserPool; readonly client: UserPoolClient; readonly issuer: string };

/**
 * The user pool of staff and channel apps; nobody signs up by themselves, an operator keeps people through the API.
 *
 * A second factor (an authenticator app, no SMS) is required of everyone: Cognito knows no other rule for one group than
 * for another. A channel app keeps the secret of its software token beside its password and computes the code itself.
 */
export function signIn(scope: Construct): SignIn {
  const pool = new UserPool(scope, 'UserPool', {
    selfSignUpEnabled: false,
    signInAliases: { username: true },
    signInCaseSensitive: false,
    standardAttributes: { fullname: { mutable: true }, email: { mutable: true } },
    customAttributes: { department: new StringAttribute({ mutable: true, maxLen: 60 }) },
    accountRecovery: AccountRecovery.NONE,
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    featurePlan: FeaturePlan.PLUS,
    standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  for (const group of Group.options) pool.addGroup(groupId(group), { groupName: group });
  const client = pool.addClient('Client', {
    generateSecret: false,
    // SRP from a browser or an app; the admin flow needs AWS credentials and serves the operator's scripts.
    authFlows: { userSrp: true, adminUserPassword: true },
    disableOAuth: true,
    preventUserExistenceErrors: true,
    accessTokenValidity: Duration.hours(1),
    idTokenValidity: Duration.hours(1),
    // One working day: who comes back in the morning signs in again.
    refreshTokenValidity: Duration.hours(12),
  });
  const { region } = Stack.of(scope);
  return { pool, client, issuer: `https://cognito-idp.${region}.amazonaws.com/${pool.userPoolId}` };
}

/** `channel-app` → `ChannelAppGroup`. */
function groupId(group: string): string {
  const words = group.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Group`;
}
