import { readFileSync } from 'node:fs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import * as sfn from '@aws-sdk/client-sfn';
import * as sqs from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileCommand, followCommand } from '#scripts/welcome.ts';
import { type City, openCity } from '#test/journeys/city.ts';
import { awsCommands, inputOf, picked } from './aws-commands.ts';
import { playHttpFile, readHttpFile } from './http-file.ts';
import { inShell } from './shell.ts';

const text = (name: string): string => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

/** A client of the SDK and its commands, whichever service it is. */
type Service = {
  readonly client: { send(command: unknown): Promise<Record<string, unknown>> };
  readonly commands: Readonly<Record<string, new (input: unknown) => unknown>>;
};

describe('the examples', () => {
  test.each(['complaint.http', 'complaint.intellij.http'])('%s plays a complaint from filed to rated', async (name) => {
    const played = await playHttpFile(text(name), city.url);
    expect(played.map(({ request, status }) => `${request.name} ${status}`)).toEqual(
      played.map(({ request }) => `${request.name} ${request.answers}`),
    );
    const filed = played.find(({ request }) => request.name === 'filed')?.body as { number: string };
    const phone = JSON.stringify(played.at(-1)?.body);
    expect(phone).toContain(`${filed.number} 접수되었습니다`);
    expect(phone).toContain(`${filed.number} 답변이 등록되었습니다`);
  });

  test('attachments.http files a complaint with a file, and downloads it', async () => {
    const played = await playHttpFile(text('attachments.http'), city.url);
    expect(played.map(({ request, status }) => `${request.name} ${status}`)).toEqual(
      played.map(({ request }) => `${request.name} ${request.answers}`),
    );
    expect(played.at(-1)?.body).toMatch(/^%PDF-1\.4\n[\s\S]*%%EOF$/);
    await city.rest();
  });

  test('the two .http files ask the same in the same order', () => {
    const asked = (name: string): string[] =>
      readHttpFile(text(name)).requests.map(({ name: step, method, url, headers, body }) =>
        [step, method, url, ...headers.map(([header]) => header), body].join(' ').replaceAll(/\{\{.+?\}\}/g, '{{}}'),
      );
    expect(asked('complaint.intellij.http')).toEqual(asked('complaint.http'));
  });

  test('the commands that npm start prints file a complaint and follow it', async () => {
    const said = await inShell(`${fileCommand(city.url)}\n${followCommand(city.url)}`);
    const [filed, followed] = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(filed).toMatchObject({ status: 'received', number: expect.any(String), accessCode: expect.any(String) });
    expect(followed).toMatchObject({ number: filed?.number, channel: 'web' });
    await city.rest();
  });

  test('every command of aws.md is understood by the local cloud', async () => {
    const { body: settings } = await city.ask<sfn.SFNClientConfig & { endpoint: string }>('GET', '/_local/endpoint');
    const services = {
      stepfunctions: { client: new sfn.SFNClient(settings), commands: sfn },
      dynamodb: { client: new dynamodb.DynamoDBClient(settings), commands: dynamodb },
      lambda: { client: new lambda.LambdaClient(settings), commands: lambda },
      sqs: { client: new sqs.SQSClient(settings), commands: sqs },
    };
    const variables = new Map<string, string>();
    const answers: { operation: string; answer: Record<string, unknown> }[] = [];
    for (const command of awsCommands(text('aws.md'))) {
      // Which operation of which client is said by the document.
      const { client, commands } = services[command.service as keyof typeof services] as unknown as Service;
      const Command = commands[`${command.operation}Command`];
      if (Command === undefined) throw new Error(`the SDK has no operation ${command.operation}`);
      const answer = await client.send(new Command(inputOf(command, variables)));
      answers.push({ operation: command.operation, answer });
      const query = command.options.get('query');
      const shown = typeof query === 'string' ? picked(answer, query) : undefined;
      if (typeof query === 'string') expect(shown, query).toEqual(expect.any(String));
      const output =
        command.sed === undefined ? String(shown) : String(shown).replace(new RegExp(command.sed[0]), command.sed[1]);
      if (command.variable !== undefined) variables.set(command.variable, output);
    }
    const answerOf = (operation: string) => answers.findLast((each) => each.operation === operation)?.answer ?? {};
    expect(answers.length).toBeGreaterThan(10);
    expect(answerOf('DescribeExecution').input).toBe(JSON.stringify({ number: variables.get('NUMBER') }));
    expect(answerOf('Query').Count).toBeGreaterThan(5);
    expect(answerOf('GetItem').Item).toMatchObject({ sk: { S: 'desk' } });
    expect(answerOf('GetExecutionHistory').events).toHaveLength(1);
    await city.rest();
    expect((await city.queue()).map(({ number }) => number)).toEqual([variables.get('NUMBER')]);
  });

  test('a page that follows a case shows each step as it happens, and ends with the case', async () => {
    const example = new URL('../../examples/field-page/follow-case.mjs', import.meta.url);
    const { followCase } = (await import(example.href)) as {
      followCase: (of: object) => AsyncGenerator<{ entry: number; action: string }>;
    };
    const { receipt, person } = await city.assigned();
    const steps: string[] = [];
    const entries: number[] = [];
    const page = followCase({ city: city.url, number: receipt.number, token: () => city.token(person) });
    for await (const { entry, action } of page) {
      steps.push(action);
      entries.push(entry);
      if (action === 'assigned') await city.answerAs(person, receipt.number);
      if (action === 'responded') await city.rate(receipt, 5);
    }
    expect(steps.slice(0, 3)).toEqual(['filed', 'received', 'classified']);
    expect(steps).toEqual(expect.arrayContaining(['assigned', 'answer-said', 'rating-said', 'closed']));
    expect(entries).toEqual([...new Set(entries)].toSorted((one, other) => one - other));
  });
});
