import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsPlace, resource } from '#test/local/wire/aws-place.ts';

let place: Awaited<ReturnType<typeof awsPlace>>;
let client: LambdaClient;

const role = resource('AWS::IAM::Role', 'Role', {
  RoleName: 'greeter',
  ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
});
const roleArn = 'arn:aws:iam::000000000000:role/greeter';

async function stand(name: string, code: string, rest: Record<string, unknown> = {}): Promise<void> {
  await place.functions.provider.create(
    resource('AWS::Lambda::Function', name, {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: roleArn,
      Code: { ZipFile: code },
      ...rest,
    }),
  );
}

async function invoke(name: string, event: unknown = {}): Promise<{ error: string | undefined; answer: unknown }> {
  const answer = await client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }));
  return { error: answer.FunctionError, answer: JSON.parse(answer.Payload?.transformToString() ?? 'null') };
}

beforeAll(async () => {
  place = await awsPlace();
  await place.roles.provider.create(role);
  await place.functions.start();
  await place.clock.catchUp();
  client = new LambdaClient(place.sdk);
});

afterAll(async () => {
  client.destroy();
  await place.close();
});

describe('a function of the template', () => {
  test('answers an invocation, with its environment and its context', async () => {
    await stand(
      'greet',
      'exports.handler = async (event, context) => ({ hello: event.who, town: process.env.TOWN, name: context.functionName, left: context.getRemainingTimeInMillis() > 1000 });',
      { Environment: { Variables: { TOWN: 'Seoul' } }, Timeout: 5 },
    );
    expect(await invoke('greet', { who: 'Mina' })).toEqual({
      error: undefined,
      answer: { hello: 'Mina', town: 'Seoul', name: 'greet', left: true },
    });
    const { Environment, Timeout } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'greet' }));
    expect({ Environment, Timeout }).toEqual({ Environment: { Variables: { TOWN: 'Seoul' } }, Timeout: 5 });
  });

  test('may be an ES module in a directory', async () => {
    const directory = join(place.home, 'asset');
    mkdirSync(directory);
    writeFileSync(
      join(directory, 'index.mjs'),
      'export const handler = async () => import.meta.filename.endsWith("index.mjs");',
    );
    await stand('modern', '', { Code: { directory } });
    expect((await invoke('arn:aws:lambda:ap-northeast-2:000000000000:function:modern:$LATEST')).answer).toBe(true);
  });

  test('keeps its thread between invocations', async () => {
    await stand('count', 'let calls = 0; exports.handler = async () => { calls += 1; return calls; };');
    expect([(await invoke('count')).answer, (await invoke('count')).answer]).toEqual([1, 2]);
  });

  test('prints into its log file', async () => {
    await stand('talk', 'exports.handler = async () => { console.log("a line"); };');
    expect((await invoke('talk')).answer).toBe(null);
    expect(readFileSync(join(place.home, 'logs', 'talk.log'), 'utf8')).toContain('a line\n');
  });

  test('runs as many at once as asked, each in a thread of its own', async () => {
    const gate = 'const { setTimeout: pause } = require("node:timers/promises"); let inside = 0;';
    await stand(
      'crowd',
      `${gate} exports.handler = async () => { inside += 1; await pause(5); inside -= 1; return inside; };`,
    );
    const answers = await Promise.all(Array.from({ length: 12 }, () => invoke('crowd')));
    expect(new Set(answers.map(({ answer }) => answer))).toEqual(new Set([0]));
  });
});

describe('a function that fails', () => {
  test('tells the error that its handler threw', async () => {
    await stand(
      'angry',
      'exports.handler = async () => { const e = new Error("no such street"); e.name = "NoSuchStreet"; throw e; };',
    );
    const { error, answer } = await invoke('angry');
    expect(error).toBe('Unhandled');
    expect(answer).toMatchObject({ errorType: 'NoSuchStreet', errorMessage: 'no such street' });
  });

  test('tells what its module threw while it was loaded', async () => {
    await stand('broken', 'throw new TypeError("not set up");');
    expect(await invoke('broken')).toMatchObject({
      error: 'Unhandled',
      answer: { errorType: 'TypeError', errorMessage: 'not set up' },
    });
  });

  test('tells of a handler that is not there', async () => {
    await stand('empty', 'exports.other = 1;');
    expect((await invoke('empty')).answer).toMatchObject({
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'index.handler is undefined or not exported',
    });
  });

  test('is ended at its real time-out even in an endless loop, and works again afterwards', async () => {
    await stand('hang', 'exports.handler = async (event) => { while (event.hang) {} return "well"; };', { Timeout: 1 });
    const { error, answer } = await invoke('hang', { hang: true });
    expect(error).toBe('Unhandled');
    expect(answer).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/),
    });
    expect((await invoke('hang', { hang: false })).answer).toBe('well');
  });

  test('is replaced when it ends its process', async () => {
    await stand('leave', 'exports.handler = async (event) => { if (event.leave) process.exit(7); return "stayed"; };');
    expect((await invoke('leave', { leave: true })).answer).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('Runtime exited with error: exit status 7'),
    });
    expect((await invoke('leave')).answer).toBe('stayed');
  });

  test('is throttled above its reserved concurrency', async () => {
    await stand('closed', 'exports.handler = async () => 1;', { ReservedConcurrentExecutions: 0 });
    await expect(invoke('closed')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });

  test('may do nothing that its role does not allow', async () => {
    const code = `const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
      const client = new LambdaClient({ maxAttempts: 1 });
      exports.handler = async () => client.send(new InvokeCommand({ FunctionName: 'greet' }));`;
    await stand('curious', code);
    expect((await invoke('curious')).answer).toMatchObject({
      errorType: 'AccessDeniedException',
      errorMessage:
        'User: arn:aws:iam::000000000000:role/greeter is not authorized to perform: lambda:InvokeFunction on resource: ' +
        'arn:aws:lambda:ap-northeast-2:000000000000:function:greet because no identity-based policy allows the lambda:InvokeFunction action',
    });
  });
});

describe('what is refused', () => {
  test('a function that does not exist', async () => {
    await expect(invoke('nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:ap-northeast-2:000000000000:function:nobody',
    });
  });

  test('a payload that is not JSON', async () => {
    const command = new InvokeCommand({ FunctionName: 'greet', Payload: '{' });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
  });

  test('a runtime other than Node', async () => {
    await expect(stand('snake', '', { Runtime: 'python3.13' })).rejects.toThrow(
      "function 'snake' cannot run here: runtime 'python3.13'",
    );
    expect(existsSync(join(place.home, 'functions', 'snake'))).toBe(false);
  });
});
