import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readAssembly, templateFrom } from '#local/template/assembly.ts';
import { type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import { Template } from '#local/template/template.ts';

const made: Resource[] = [];
/** Knows one type and gives what a queue would. */
const things: Provider = {
  types: ['Test::Thing', 'AWS::Lambda::Function'],
  create: async (resource) => {
    made.push(resource);
    const name = physicalName(resource, 'Name');
    return { ref: name, attributes: { Arn: `arn:thing:${name}`, 'Deep.Name': `deep ${name}` } };
  },
};

afterEach(() => {
  made.length = 0;
});

const standUp = (document: Record<string, unknown>, parameters?: Record<string, string>) =>
  new Template(templateFrom(document, { stackName: 'Town' }), parameters).standUp([things]);
const thing = (properties: unknown, more: Record<string, unknown> = {}) => ({
  Type: 'Test::Thing',
  Properties: properties,
  ...more,
});
/** `<Name>` as Fn::Sub writes it. */
const sub = (text: string) => text.replaceAll('<', `$\{`).replaceAll('>', '}');
/** What a value with intrinsic functions becomes. */
const resolvedValue = async (value: unknown, more: Record<string, unknown> = {}) => {
  await standUp({ Resources: { Other: thing({ Name: 'other' }), It: thing({ Value: value }) }, ...more });
  return made.findLast((resource) => resource.logicalId === 'It')?.properties.Value;
};

describe('intrinsic functions', () => {
  test.each([
    ['Ref of a resource', { Ref: 'Other' }, 'other'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Other', 'Arn'] }, 'arn:thing:other'],
    ['GetAtt as a text, with a dot in the attribute', { 'Fn::GetAtt': 'Other.Deep.Name' }, 'deep other'],
    [
      'Sub',
      { 'Fn::Sub': sub('x-<Other>-<Other.Arn>-<AWS::StackName>-<!Kept>') },
      sub('x-other-arn:thing:other-Town-<Kept>'),
    ],
    ['Sub with values', { 'Fn::Sub': [sub('<A>/<Other>'), { A: { Ref: 'Other' } }] }, 'other/other'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Other' }, 1]] }, 'a-other-1'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    ['Base64', { 'Fn::Base64': '대답' }, Buffer.from('대답').toString('base64')],
    ['NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['NoValue in a list', [1, { Ref: 'AWS::NoValue' }], [1]],
    [
      'an ordinary member named Condition',
      { Condition: { Bool: { x: 'true' } } },
      { Condition: { Bool: { x: 'true' } } },
    ],
  ])('%s', async (_name, value, expected) => {
    expect(await resolvedValue(value)).toEqual(expected);
  });

  test('conditions choose, over parameters, mappings and each other', async () => {
    const more = {
      Parameters: {
        Size: { Type: 'String', Default: 'small' },
        Names: { Type: 'CommaDelimitedList', Default: 'a, b' },
      },
      Mappings: { Counts: { small: { n: 1 }, large: { n: 9 } } },
      Conditions: {
        IsSmall: { 'Fn::Equals': [{ Ref: 'Size' }, 'small'] },
        Both: {
          'Fn::And': [
            { Condition: 'IsSmall' },
            { 'Fn::Not': [{ 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Equals': [1, 2] }] }] },
          ],
        },
      },
    };
    expect(
      await resolvedValue({ 'Fn::If': ['Both', { 'Fn::FindInMap': ['Counts', { Ref: 'Size' }, 'n'] }, 'no'] }, more),
    ).toBe(1);
    expect(await resolvedValue({ Ref: 'Names' }, more)).toEqual(['a', 'b']);
  });

  test('a parameter’s default gives way to the value given', async () => {
    await standUp(
      { Parameters: { P: { Type: 'String', Default: 'x' } }, Resources: { It: thing({ Value: { Ref: 'P' } }) } },
      { P: 'y' },
    );
    expect(made[0]?.properties.Value).toBe('y');
  });
});

describe('order', () => {
  test('a resource comes after all it needs, whatever the template’s order', async () => {
    await standUp({
      Resources: {
        Last: thing({ Value: { 'Fn::Sub': sub('<Middle.Arn>') } }),
        Middle: thing({ Value: { Ref: 'First' } }, { DependsOn: ['Also'] }),
        First: thing({}),
        Also: thing({}),
      },
    });
    expect(made.map((resource) => resource.logicalId)).toEqual(['Also', 'First', 'Middle', 'Last']);
  });

  test('a resource whose condition does not hold is not there', async () => {
    const stack = await standUp({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { It: thing({}), Absent: thing({}, { Condition: 'Never' }) },
      Outputs: { Name: { Value: { Ref: 'It' } }, Gone: { Value: { Ref: 'Absent' }, Condition: 'Never' } },
    });
    expect([...stack.resources.keys()]).toEqual(['It']);
    expect(stack.outputs).toEqual({ Name: 'Town-It' });
  });

  test('types without local meaning are passed over and still have a value', async () => {
    const stack = await standUp({
      Resources: {
        Log: { Type: 'AWS::Logs::LogGroup' },
        Key: { Type: 'AWS::KMS::Key' },
        It: thing({ Log: { 'Fn::GetAtt': ['Log', 'Arn'] }, Key: { 'Fn::GetAtt': ['Key', 'Arn'] } }),
      },
    });
    expect(stack.resources.get('Log')?.passedOver).toBe('logs go to the terminal');
    expect(made[0]?.properties).toMatchObject({
      Log: expect.stringMatching(/^arn:aws:logs:.*:log-group:Town-Log:\*$/),
      Key: expect.stringMatching(/^arn:aws:kms:.*:key\/Town-Key$/),
    });
  });
});

describe('refusals', () => {
  test.each([
    [
      'an unknown type',
      { Resources: { Boat: { Type: 'AWS::Sea::Boat' } } },
      'does not know the resource type AWS::Sea::Boat (Boat)',
    ],
    [
      'a circle',
      { Resources: { A: thing({ x: { Ref: 'B' } }), B: thing({ x: { Ref: 'A' } }) } },
      'in a circle: A → B → A',
    ],
    [
      'a name that leads nowhere',
      { Resources: { A: thing({ x: { Ref: 'Nobody' } }) } },
      'Test::Thing (A): Nobody is referred to, but the template has no such',
    ],
    [
      'an attribute that is not there',
      { Resources: { A: thing({}), B: thing({ x: { 'Fn::GetAtt': ['A', 'Sail'] } }) } },
      'Test::Thing (A) has no attribute Sail',
    ],
    ['an import', { Resources: { A: thing({ x: { 'Fn::ImportValue': 'y' } }) } }, 'Fn::ImportValue is not supported'],
    [
      'a parameter without a value',
      { Parameters: { P: { Type: 'String' } }, Resources: {} },
      'parameter P has no default',
    ],
    ['a transform', { Transform: 'AWS::Serverless-2016-10-31', Resources: {} }, 'wants the transform "AWS::Serverless'],
    ['a missing condition', { Resources: { A: thing({}, { Condition: 'Nope' }) } }, 'condition Nope is not defined'],
  ])('%s is named', async (_name, document, message) => {
    await expect(async () => standUp(document)).rejects.toThrow(message);
  });

  test('a value for a parameter that the template does not have is named', async () => {
    expect(() => new Template(templateFrom({ Resources: {} }, { stackName: 'Town' }), { Q: '1' })).toThrow(
      'no parameter Q',
    );
  });
});

describe('a CDK assembly', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daedap-assembly-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (file: string, value: unknown): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify(value));
  };

  test('gives the stack’s template and points functions at their code on disk', async () => {
    mkdirSync(join(folder, 'asset.abc'), { recursive: true });
    write('manifest.json', {
      artifacts: {
        'Daedap.assets': { type: 'cdk:asset-manifest', properties: { file: 'Daedap.assets.json' } },
        Daedap: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Daedap.template.json' } },
      },
    });
    write('Daedap.assets.json', {
      files: {
        abc: { source: { path: 'asset.abc', packaging: 'zip' }, destinations: { here: { objectKey: 'abc.zip' } } },
      },
    });
    const code = { S3Bucket: { 'Fn::Sub': sub('cdk-<AWS::AccountId>') }, S3Key: 'abc.zip' };
    write('Daedap.template.json', { Resources: { F: { Type: 'AWS::Lambda::Function', Properties: { Code: code } } } });
    const stack = await new Template(readAssembly(folder)).standUp([things]);
    expect(stack.name).toBe('Daedap');
    expect(made[0]?.properties.Code).toEqual({ directory: join(folder, 'asset.abc') });
  });

  test('that is not there, or has two stacks, is refused by name', () => {
    expect(() => readAssembly(folder)).toThrow('manifest.json does not exist: run the synth first');
    const stack = { type: 'aws:cloudformation:stack', properties: {} };
    write('manifest.json', { artifacts: { A: stack, B: stack } });
    expect(() => readAssembly(folder)).toThrow('holds 2 stacks (A, B), expected one');
  });
});
