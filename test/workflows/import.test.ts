import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { transientErrors } from '#schemas/errors.ts';
import { ImportStage } from '#schemas/import.ts';
import { sources } from '../house/sources.ts';

type State = {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly FunctionName?: string; readonly Payload?: object };
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly ItemProcessor?: {
    readonly States: Record<string, State>;
    readonly ProcessorConfig: { readonly Mode: string };
  };
};

const text = readFileSync(new URL('../../workflows/import.asl.json', import.meta.url), 'utf8');
const { States: outer }: { States: Record<string, State> } = JSON.parse(text);
const inner = outer.FileParts?.ItemProcessor?.States ?? {};
const states = { ...outer, ...inner };
const tasks = Object.entries(states).filter(([, { Type }]) => Type === 'Task');
const steps = tasks.filter(([, { Resource }]) => Resource === 'arn:aws:states:::lambda:invoke');

describe('the state machine of an import', () => {
  test('has every state of the story by name, and files by a distributed Map', () => {
    expect(Object.keys(outer)).toEqual(
      expect.arrayContaining(['InspectFile', 'ReadRows', 'FileParts', 'ReportImport', 'StopImport']),
    );
    expect(outer.FileParts).toMatchObject({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' } } });
  });

  test('explains every state, and reads no clock and no chance', () => {
    expect(Object.entries(states).filter(([, { Comment = '' }]) => Comment.length < 20)).toEqual([]);
    expect(text).not.toMatch(/\$(now|millis|random|uuid)\(/);
  });

  test('knows where to go on from every stage that an execution works at', () => {
    const conditions = outer['WhichWay?']?.Choices?.map(({ Condition }) => Condition).join(' ') ?? '';
    expect(ImportStage.options.filter((stage) => conditions.includes(`'${stage}'`))).toEqual(['reading', 'filing']);
  });

  test.each(tasks)('%s retries every passing fault and leaves any other to a person or the report', (name, state) => {
    expect(new Set(state.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals))).toEqual(new Set(transientErrors));
    const last = state.Catch?.at(-1);
    expect(last?.ErrorEquals).toEqual(['States.ALL']);
    const led = { FileRows: 'LeftForTheNextRun', StopImport: 'CouldNotBeStopped' }[name] ?? 'StopImport';
    expect(last?.Next).toBe(led);
  });

  test('carries no word of any row: a step is told ids, parts by their number, a fault by name, and how often the parts were gone through', () => {
    const told = steps.flatMap(([, { Arguments }]) => Object.keys(Arguments?.Payload ?? {}));
    expect([...new Set(told)].sort()).toEqual(['at', 'execution', 'fault', 'id', 'laps', 'parts']);
  });

  test('gives a step one name everywhere', () => {
    const kebab = (name: string): string => name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
    const lambdas = sources(['functions/imports'], ['.lambda.ts']).map(({ path }) => basename(path, '.lambda.ts'));
    expect(steps.map(([name]) => kebab(name)).sort()).toEqual(lambdas.sort());
    for (const [name, { Arguments }] of steps) expect(Arguments?.FunctionName).toBe(`\${${name}}`);
  });
});
