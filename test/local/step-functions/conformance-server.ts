import { createServer, type Server } from 'node:http';
import { fixtureDoor } from '#local/step-functions/fixture-door.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { World } from './world.ts';

type Item = Record<string, unknown>;

/**
 * Step Functions on a port with just enough around it to run ../shared/conformance: in-process functions, the fixture
 * door, a topic that takes everything and a table without conditions.
 *
 *     node test/local/step-functions/conformance-server.ts 4599
 */
export async function conformanceServer(port: number): Promise<Server> {
  const world = await new World(':memory:', null).open();
  const door = fixtureDoor({ clock: world.clock, define: (name, handler) => world.define(name, handler) });
  world.fake('sns', ({ operation, input }) =>
    operation === 'CreateTopic'
      ? { TopicArn: `arn:aws:sns:ap-northeast-2:000000000000:${String(input.Name)}` }
      : { MessageId: '00000000-0000-0000-0000-000000000001' },
  );
  world.fake('dynamodb', tables());
  world.fake('s3', () => ({ Buckets: [] }));
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    try {
      const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
      const body: unknown = isForm ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text || '{}');
      const fixture = await door(request.method ?? '', request.url ?? '', body);
      if (fixture !== undefined) return answer(fixture.status, 'application/json', JSON.stringify(fixture.body));
      const [target = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
      const input = Object(body);
      if (isForm) {
        const { TopicArn } = await world.call({
          principal: { kind: 'outside' },
          service: 'sns',
          operation: String(input.Action),
          input,
        });
        return answer(
          200,
          'text/xml',
          `<CreateTopicResponse><CreateTopicResult><TopicArn>${String(TopicArn)}</TopicArn></CreateTopicResult></CreateTopicResponse>`,
        );
      }
      const service = target.startsWith('DynamoDB') ? 'dynamodb' : 'states';
      const output = await world.call({ principal: { kind: 'outside' }, service, operation, input });
      answer(200, 'application/x-amz-json-1.0', JSON.stringify(output));
    } catch (error) {
      const thrown = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
      answer(
        thrown.statusCode,
        'application/x-amz-json-1.0',
        JSON.stringify({ __type: thrown.name, message: thrown.message, ...thrown.facts }),
      );
    }
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return server;
}

/** Items by table and key, with `set a = :b` as the only update. */
function tables(): (call: { operation: string; input: Readonly<Item> }) => Item {
  const items = new Map<string, Map<string, Item>>();
  return ({ operation, input }) => {
    const name = String(input.TableName);
    if (operation === 'CreateTable') {
      items.set(name, new Map());
      return { TableDescription: { TableName: name, TableStatus: 'ACTIVE' } };
    }
    if (!/^[\w.-]+$/.test(name)) {
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
      );
    }
    const table = items.get(name);
    if (table === undefined) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    const key = JSON.stringify(Object(input.Key ?? input.Item).id);
    const item = table.get(key);
    if (operation === 'PutItem') table.set(key, Object(input.Item));
    if (operation === 'DeleteItem') table.delete(key);
    if (operation === 'GetItem') return item === undefined ? {} : { Item: item };
    if (operation === 'UpdateItem') {
      const [, attribute = '', value = ''] = /^set (\w+)=(:\w+)$/i.exec(String(input.UpdateExpression)) ?? [];
      const changed = { [attribute]: Object(input.ExpressionAttributeValues)[value] };
      table.set(key, { ...item, ...changed });
      return { Attributes: changed };
    }
    return {};
  };
}

const [, script, port] = process.argv;
if (script?.endsWith('conformance-server.ts')) await conformanceServer(Number(port ?? 4599));
