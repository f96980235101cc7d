import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'vitest';

type Run = { readonly code: number; readonly stdout: string; readonly stderr: string };

const root = resolve(import.meta.dirname, '../..');
const command: string = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')).scripts.due;

/** What `npm run due -- …` runs, as a process of its own; the clock of the machine must not decide any of the rows. */
const due = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> =>
  new Promise((done) => {
    const [, ...script] = command.split(' ');
    // The compiled code is kept where `npm start` keeps it.
    const kept = { NODE_COMPILE_CACHE: resolve(root, 'node_modules/.cache/daedap'), DEBUG: '' };
    const env = { ...process.env, ...kept, ...environment };
    const child = execFile(process.execPath, [...script, ...args], { cwd: root, env }, (_, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
const of = (received: string, period: string, ...more: readonly string[]): readonly string[] => [
  '--received',
  received,
  '--period',
  period,
  ...more,
];

const at = '2025-01-24T16:00:00+09:00';

describe.concurrent('npm run due', () => {
  test('says in one line of JSON when it is due and what was counted', async ({ expect }) => {
    expect(await due(of(at, '8 working-hours'))).toEqual({
      code: 0,
      stdout:
        '{"dueAt":"2025-01-31T07:00:00.000Z","counted":[{"on":"2025-01-24","minutes":120},{"on":"2025-01-31","minutes":360}],"provisional":false}\n',
      stderr: '',
    });
  });

  test.for([
    ['immediate', of('2025-01-24T17:30:00+09:00', 'immediate'), '2025-01-31T02:30:00.000Z'],
    [
      'days on the calendar of the day of receipt',
      of('2025-01-10T10:00+09:00', '14 days', '--known-at', '2025-01-10T10:00:00+09:00'),
      '2025-02-03T09:00:00.000Z',
    ],
    [
      'days on the calendar with a day decreed off since',
      of('2025-01-10T01:00:00Z', '14 days', '--known-at', '2025-01-14T10:00:00+09:00'),
      '2025-02-04T09:00:00.000Z',
    ],
  ] as const)('counts %s', async ([, args, dueAt], { expect }) => {
    const { code, stdout } = await due(args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dueAt, provisional: false });
  });

  test.for([
    ['2026-11-23T17:59:59.999+09:00', '2026-11-23T15:00:00.000Z', '2026-11-23', 6 * 60],
    // A Friday: the evening that is left of it is not part of Monday.
    ['2026-11-27T18:00:00.000+09:00', '2026-11-30T15:00:00.000Z', '2026-11-30', 24 * 60],
  ] as const)('counts the promise to a complaint of %s, due %s', async ([received, dueAt, on, minutes], { expect }) => {
    const { stdout } = await due(of(received, 'same-day'));
    expect(JSON.parse(stdout)).toEqual({ dueAt, counted: [{ on, minutes }], provisional: false });
  });

  const usage = 'expected --received <instant> --period "8 working-hours" [--known-at <instant>]';
  const instant = 'expected an instant with its offset such as 2025-01-24T16:00:00+09:00';
  const number = 'expected a whole number from 1 to 1000';
  const period = 'expected a whole number of working-hours, days, months or years, or immediate, or same-day';
  test.for([
    ['no receipt', ['--period', '1 day'], `--received is missing, ${usage}`],
    ['no period', ['--received', at], `--period is missing, ${usage}`],
    ['an unknown option', of(at, '1 day', '--knownat', at), `Unknown option '--knownat'; ${usage}`],
    ['no offset', of('2025-01-24T16:00:00', '1 day'), `--received is '2025-01-24T16:00:00', ${instant}`],
    [
      'a day that does not exist',
      of('2025-02-30T16:00:00+09:00', '1 day'),
      `--received is '2025-02-30T16:00:00+09:00', ${instant}`,
    ],
    ['no instant', of(at, '1 day', '--known-at', 'yesterday'), `--known-at is 'yesterday', ${instant}`],
    ['a count of 0', of(at, '0 days'), `the count of '0 days' is 0, ${number}`],
    ['a count too large', of(at, '1001 days'), `the count of '1001 days' is 1001, ${number}`],
    ['a count below 0', of(at, '-1 days'), `the period is '-1 days', ${period}`],
    ['an unknown unit', of(at, '8 weeks'), `the period is '8 weeks', ${period}`],
    [
      'a novel',
      of(at, 'a day or so, '.repeat(50)),
      `the period is 'a day or so, a day or so, a day or so, …', ${period}`,
    ],
    [
      'a receipt before the calendar',
      of('2013-12-31T16:00:00+09:00', '1 month'),
      'the calendar covers 2014 to 2050; a day of 2013 was asked for',
    ],
    ['a period past it', of(at, '26 years'), 'the calendar covers 2014 to 2050; a day of 2051 was asked for'],
  ] as const)('refuses %s in one line', async ([, args, words], { expect }) => {
    const { code, stdout, stderr } = await due(args);
    expect([code, stdout, stderr]).toEqual([1, '', `daedap: ${words}\n`]);
    expect(stderr.trimEnd().length).toBeLessThanOrEqual(160);
  });

  test('says with DEBUG where it was refused', async ({ expect }) => {
    const { code, stderr } = await due(of(at, '8 weeks'), { DEBUG: '1' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^RangeError: the period is '8 weeks'.*\n +at periodOf /);
  });
});
