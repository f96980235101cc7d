import type { Cloud } from '#local/cloud.ts';
import type { Person } from '#schemas/person.ts';

type City = Pick<Cloud, 'gateway' | 'stack' | 'signIn' | 'url'>;

/** The first operator of a city comes from outside, by the administrator's keys: only operators can let others sign in. */
export async function signInFirstOperator({ gateway, stack, url }: City, person: Person): Promise<string> {
  const pool = { UserPoolId: stack?.outputs.UserPoolId, Username: person.id };
  const call = (operation: string, input: Record<string, unknown>) =>
    gateway.call({ principal: { kind: 'service', name: 'setup' }, service: 'cognito-idp', operation, input });
  try {
    await call('AdminCreateUser', { ...pool, UserAttributes: [{ Name: 'name', Value: person.name }] });
  } catch (error) {
    if (!(error instanceof Error && error.name === 'UsernameExistsException')) throw error;
  }
  await call('AdminAddUserToGroup', { ...pool, GroupName: 'operator' });
  const response = await fetch(`${url}/_local/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: person.id }),
  });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'accessToken' in answer) return String(answer.accessToken);
  throw new Error(`the first operator '${person.id}' could not sign in: ${response.status}`);
}
