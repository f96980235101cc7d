import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseProcess } from '#local/dynamodb/database-process.ts';
import { dynoxideBinary } from '#local/dynamodb/dynoxide-binary.ts';
import { OWNER_VARIABLE } from '#local/dynamodb/orphan.ts';
import { awsPlace, lettersTable } from '#test/local/wire/aws-place.ts';

let home: string;
const started: ChildProcess[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'daedap-database-'));
});

afterEach(() => {
  for (const parent of started.splice(0)) parent.kill();
  rmSync(home, { recursive: true, force: true });
});

async function openPlace() {
  const place = await awsPlace({ home });
  await place.dynamoDb.provider.create(lettersTable);
  const client = new DynamoDBClient({ ...place.sdk, maxAttempts: 5 });
  return { place, client };
}

const Key = { pk: { S: 'a' }, sk: { S: 'letter' } };

/** A database process with another parent than us, as a killed run leaves it behind. */
async function foreignDatabase(ownerPid: string) {
  const program = `const { spawn } = require('node:child_process');
    const child = spawn(${JSON.stringify(dynoxideBinary())}, ['serve', '--port', '0', '--db-path', ${JSON.stringify(join(home, 'dynamodb.sqlite'))}],
      { env: { ${OWNER_VARIABLE}: ${ownerPid} }, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.once('data', () => console.log(child.pid)); process.stdin.resume();`;
  const parent = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(parent);
  const [line] = await once(parent.stdout, 'data');
  return { parent, pid: Number(String(line)) };
}

function isAlive(pid: number): boolean {
  try {
    // A process that ended and that nobody has waited for yet is a zombie, and does nothing any more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('the database process', () => {
  test('is started again when it dies, and has lost nothing', async () => {
    const { place, client } = await openPlace();
    await client.send(new PutItemCommand({ TableName: 'letters', Item: Key }));
    const first = place.dynamoDb.pid;
    process.kill(first ?? 0, 'SIGKILL');
    const again = { ...Key, text: { S: 'again' } };
    await client.send(new PutItemCommand({ TableName: 'letters', Item: { ...Key, pk: { S: 'b' } } }));
    expect(place.dynamoDb.pid).not.toBe(first);
    expect((await client.send(new GetItemCommand({ TableName: 'letters', Key }))).Item).toEqual(Key);
    await client.send(new PutItemCommand({ TableName: 'letters', Item: again }));
    expect((await client.send(new GetItemCommand({ TableName: 'letters', Key }))).Item).toEqual(again);
    client.destroy();
    await place.close();
  });

  test('ends with the cloud', async () => {
    const { place, client } = await openPlace();
    const pid = place.dynamoDb.pid ?? 0;
    expect(isAlive(pid)).toBe(true);
    client.destroy();
    await place.close();
    expect(isAlive(pid)).toBe(false);
  });

  test('keeps tables and items over a restart', async () => {
    const first = await openPlace();
    await first.client.send(new PutItemCommand({ TableName: 'letters', Item: Key }));
    first.client.destroy();
    await first.place.close.keepingHome();
    const second = await openPlace();
    expect((await second.client.send(new GetItemCommand({ TableName: 'letters', Key }))).Item).toEqual(Key);
    second.client.destroy();
    await second.place.close();
  });
});

describe('at the next start', () => {
  test('an orphan of an earlier run is ended', async () => {
    const { pid } = await foreignDatabase('"1"');
    const { place, client } = await openPlace();
    expect(isAlive(pid)).toBe(false);
    client.destroy();
    await place.close();
  });

  test('a home that another living cloud uses is refused', async () => {
    const { parent, pid } = await foreignDatabase('process.pid');
    await expect(new DatabaseProcess(join(home, 'dynamodb.sqlite')).endOrphans()).rejects.toThrow(
      `'${join(home, 'dynamodb.sqlite')}' is in use by process ${parent.pid}`,
    );
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  test('a garbled file is refused by its name', async () => {
    writeFileSync(join(home, 'dynamodb.sqlite'), 'rubbish '.repeat(1_000));
    const place = await awsPlace({ home });
    await expect(place.dynamoDb.start()).rejects.toThrow(`'${join(home, 'dynamodb.sqlite')}' is not a sound database`);
    await place.close();
  });
});
