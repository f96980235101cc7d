import { accountId } from '#local/template/place.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, Principal, Service } from '#local/wire/aws-service.ts';

/**
 * Tells callers who they are.
 *
 * Imitates https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html; everything else of STS is left out: keys
 * are handed out by the roles.
 */
export class Sts implements Service {
  async call({ operation, principal }: AwsCall): Promise<Record<string, unknown>> {
    if (operation !== 'GetCallerIdentity') {
      throw new AwsError('InvalidAction', `The local STS does not know the operation ${operation}.`);
    }
    return { UserId: 'AIDALOCAL', Account: accountId, Arn: arnOf(principal) };
  }

  /** Everyone may ask who they are. */
  permissions(): Permission[] {
    return [];
  }
}

function arnOf(principal: Principal): string {
  if (principal.kind === 'role') return `arn:aws:sts::${accountId}:assumed-role/${principal.roleName}/local`;
  return `arn:aws:iam::${accountId}:root`;
}
