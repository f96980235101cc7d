import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Quiet } from '#local/clock/quiet.ts';
import { Journal } from '#local/journal/journal.ts';

let folder: string;
let path: string;
let quiet: Quiet;
let journal: Journal;

function open(): Journal {
  quiet = new Quiet();
  const opened = new Journal(path, quiet);
  opened.db.exec('CREATE TABLE IF NOT EXISTS words (word TEXT PRIMARY KEY) STRICT');
  return opened;
}

const say = (word: string) => journal.write('clock', (at) => at.statement('INSERT INTO words VALUES (?)').run(word));
const words = () =>
  journal
    .statement('SELECT word FROM words ORDER BY rowid')
    .all()
    .map((row) => row.word);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daedap-journal-'));
  path = join(folder, 'journal.sqlite');
  journal = open();
});

afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the journal', () => {
  test('keeps writes in the order in which they were staged', async () => {
    await Promise.all([say('one'), say('two'), say('three')]);
    expect(words()).toEqual(['one', 'two', 'three']);
  });

  test('has what was written when it is opened again', async () => {
    await say('kept');
    journal.close();
    journal = open();
    expect(words()).toEqual(['kept']);
  });

  test('is not at rest while a write is under way', async () => {
    const written = say('one');
    expect(quiet.busy()).toEqual(['1 commits pending']);
    await written;
    expect(quiet.busy()).toEqual([]);
  });

  test('commits what is staged when it is closed', () => {
    void say('last');
    journal.close();
    journal = open();
    expect(words()).toEqual(['last']);
  });
});

describe('what goes wrong', () => {
  test('a write that throws is rejected alone; its neighbours are kept', async () => {
    await say('twice');
    const results = await Promise.allSettled([say('before'), say('twice'), say('after')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(words()).toEqual(['twice', 'before', 'after']);
  });

  test('a file that is no database is refused by its name', () => {
    journal.close();
    writeFileSync(path, 'not a database at all, but long enough to be taken for one'.repeat(100));
    expect(() => open()).toThrow(
      `'${path}' is not a sound database: file is not a database; restore it or delete the folder for a fresh start`,
    );
    for (const part of ['', '-acknowledged']) rmSync(path + part);
    journal = open();
  });

  test('a file garbled in its middle is refused too', async () => {
    for (let at = 0; at < 200; at += 1) void say(`${at}-${'x'.repeat(200)}`);
    await journal.settled();
    journal.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(7, 8_192, 24_576));
    expect(() => open()).toThrow('is not a sound database');
    for (const part of ['', '-acknowledged']) rmSync(path + part);
    journal = open();
  });
});
