import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { transientErrors } from '#schemas/errors.ts';
import { RungStep } from '#schemas/rung.ts';
import { sources } from '../house/sources.ts';

type State = {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly FunctionName?: string };
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Next?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
};

const file = new URL('../../workflows/complaint.asl.json', import.meta.url);
const text = readFileSync(file, 'utf8');
const { States: states }: { States: Record<string, State> } = JSON.parse(text);
const tasks = Object.entries(states).filter(([, { Type }]) => Type === 'Task');
const steps = tasks.filter(([, { Resource }]) => Resource === 'arn:aws:states:::lambda:invoke');

describe('the state machine of a complaint', () => {
  test('has every state of the story by name', () => {
    expect(Object.keys(states)).toEqual(
      expect.arrayContaining([
        'Receive',
        'Classify',
        'SureOfKind?',
        'AskForClassification',
        'SimpleAndBeforeCutOff?',
        'Assign',
        'AwaitAnswer',
        'Hear',
        'WhichWay?',
        'WhichRung?',
        ...RungStep.options,
        'Respond',
        'AwaitRating',
        'Evaluate',
        'Close',
        'Continue',
        'NeedsAPerson',
      ]),
    );
  });

  test('leads to every step that a rung can be, and back to the next rung', () => {
    const led = states['WhichRung?']?.Choices?.map(({ Next }) => Next) ?? [];
    expect(led).toEqual(expect.arrayContaining([...RungStep.options]));
    for (const step of RungStep.options) expect(states[step]?.Next, step).toBe('WhichRung?');
  });

  test('explains every state', () => {
    expect(Object.entries(states).filter(([, { Comment = '' }]) => Comment.length < 20)).toEqual([]);
  });

  test('reads no clock and no chance', () => {
    expect(text).not.toMatch(/\$(now|millis|random|uuid)\(/);
  });

  test.each(tasks)('%s retries every passing fault and leads any other to a person', (name, state) => {
    expect(new Set(state.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals))).toEqual(new Set(transientErrors));
    const last = state.Catch?.at(-1);
    expect(last?.ErrorEquals).toEqual(['States.ALL']);
    expect(last?.Next).toBe(name === 'NeedsAPerson' ? 'HandedToAPerson' : 'NeedsAPerson');
  });

  test('retries for no longer than a minute', () => {
    for (const [, { Retry = [] }] of tasks) {
      for (const { IntervalSeconds, BackoffRate, MaxAttempts } of Retry as unknown as Record<string, number>[]) {
        const waits = Array.from(
          { length: MaxAttempts ?? 0 },
          (_, n) => (IntervalSeconds ?? 0) * (BackoffRate ?? 1) ** n,
        );
        expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(60);
      }
    }
  });

  test('gives a step one name everywhere', () => {
    const kebab = (name: string): string => name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
    const lambdas = sources(['functions/tasks'], ['.lambda.ts']).map(({ path }) => basename(path, '.lambda.ts'));
    expect(steps.map(([name]) => kebab(name)).sort()).toEqual(lambdas.sort());
    for (const [name, { Arguments }] of steps) expect(Arguments?.FunctionName).toBe(`\${${name}}`);
  });
});
