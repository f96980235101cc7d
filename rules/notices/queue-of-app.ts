/** What the names of queues begin with that this account keeps for channel apps. */
const OURS_FOR_APPS = 'channel-app-';

/**
 * Whether events may go to a queue: one of another account, which has to agree, or one of this account that is kept for apps.
 * Everything else in this account is the city's own.
 *
 * @param account the city's account
 */
export function mayTellQueue(queueArn: string, account: string): boolean {
  const [owner, name = ''] = queueArn.split(':').slice(4);
  return owner !== account || name.startsWith(OURS_FOR_APPS);
}
