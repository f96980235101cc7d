import { executionArn } from './lap.ts';
import type { StubbornClient } from './stubborn-client.ts';

/** An event as far as two runs of one story must agree on it. */
export type Told = { readonly type: string; readonly name: string; readonly atMs: number };
export type History = { readonly status: unknown; readonly ids: readonly number[]; readonly told: readonly Told[] };

/** The history of an execution of everything, its instants counted from its start. */
export async function historyOf(client: StubbornClient, name: string): Promise<History> {
  const arn = executionArn('everything', name);
  const { status, startDate } = await client.aws('states', 'DescribeExecution', { executionArn: arn });
  const ids: number[] = [];
  const told: Told[] = [];
  let nextToken: unknown;
  do {
    const page = await client.aws('states', 'GetExecutionHistory', { executionArn: arn, maxResults: 1000, nextToken });
    for (const event of Array.isArray(page.events) ? page.events : []) {
      const details = event.stateEnteredEventDetails ?? event.stateExitedEventDetails ?? {};
      ids.push(Number(event.id));
      told.push({
        type: String(event.type),
        name: String(details.name ?? ''),
        atMs: Math.round(Number(event.timestamp) * 1000 - Number(startDate) * 1000),
      });
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return { status, ids, told };
}

/** The story in an order that does not depend on which branch went first. */
export function sorted(told: readonly Told[]): string[] {
  return told.map(({ type, name, atMs }) => `${String(atMs).padStart(9)} ${type} ${name}`).sort();
}

/** The same without instants and without what a repeated attempt adds. */
export function withoutAttempts(told: readonly Told[]): string[] {
  return told
    .filter(({ type }) => !type.startsWith('Task') || type.startsWith('TaskState'))
    .map(({ type, name }) => `${type} ${name}`)
    .sort();
}

/** How long each wait and the time-out took: exactly so many virtual milliseconds, whatever happened. */
export function waits(told: readonly Told[]): number[] {
  const lasted = (name: string): number[] => {
    const entered = told.filter((event) => event.type === 'WaitStateEntered' && event.name === name);
    const exited = told.filter((event) => event.type === 'WaitStateExited' && event.name === name);
    return exited.map(({ atMs }, index) => atMs - (entered[index]?.atMs ?? Number.NaN));
  };
  const timedOut = told.findIndex(({ type }) => type === 'TaskTimedOut');
  const scheduled = told.slice(0, timedOut).findLast(({ type }) => type === 'TaskScheduled');
  return [
    ...lasted('Wait'),
    ...lasted('Right'),
    ...lasted('One'),
    (told[timedOut]?.atMs ?? Number.NaN) - (scheduled?.atMs ?? Number.NaN),
  ];
}
