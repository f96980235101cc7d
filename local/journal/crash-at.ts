/** Ends the process when it comes to the moment that was asked for. */
export type CrashAt = (point: string | undefined, when: 'before' | 'after') => void;

/**
 * What `DAEDAP_CRASH_AT=<commit point>:<n>:<before|after>` asks for: SIGKILL at the n-th time that point is reached,
 * before the commit or after it is on disk but before anyone hears of it. For crash tests.
 *
 * @returns `undefined` when nothing is asked for
 */
export function crashAt(asked: string | undefined): CrashAt | undefined {
  const [, point, count, moment] = /^([\w -]+):(\d+):(before|after)$/.exec(asked ?? '') ?? [];
  if (point === undefined) return undefined;
  let left = Number(count);
  return (reached, when) => {
    if (reached !== point || when !== moment) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
