import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HomeIsCorrupt } from '#local/journal/home-is-corrupt.ts';
import { Journal } from '#local/journal/journal.ts';

const PARTS = ['', '-wal', '-acknowledged'];
const ACKNOWLEDGED = 40;
let folder: string;
let images = 0;

/** Files as a kill leaves them: forty words acknowledged, then one that is committed but of which nobody heard. */
let dead: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'daedap-tail-'));
  const path = join(folder, 'journal.sqlite');
  dead = join(folder, 'dead.sqlite');
  const journal = new Journal(path);
  journal.db.exec('CREATE TABLE words (word TEXT PRIMARY KEY) STRICT');
  const say = (word: string) => journal.write('clock', (at) => at.statement('INSERT INTO words VALUES (?)').run(word));
  for (let at = 0; at < ACKNOWLEDGED; at += 1) await say(`${at}-${'x'.repeat(300)}`);
  copyFileSync(`${path}-acknowledged`, `${dead}-acknowledged`);
  await say('unheard');
  for (const part of ['', '-wal']) copyFileSync(path + part, dead + part);
  journal.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How many acknowledged words a start finds after something was done to the files; 'refused' with a message. */
function found(harm: (path: string) => void): number | 'refused' {
  images += 1;
  const path = join(folder, `image-${images}.sqlite`);
  for (const part of PARTS) if (existsSync(dead + part)) copyFileSync(dead + part, path + part);
  harm(path);
  try {
    const journal = new Journal(path);
    const count = Number(journal.db.prepare("SELECT count(*) AS n FROM words WHERE word <> 'unheard'").get()?.n);
    journal.close();
    return count;
  } catch (error) {
    if (!(error instanceof HomeIsCorrupt)) throw error;
    expect(error.message).toMatch(/is not a sound database: .+; restore it or delete the folder/);
    return 'refused';
  } finally {
    for (const part of [...PARTS, '-shm']) rmSync(path + part, { force: true });
  }
}

const sound = (what: number | 'refused', where: string) => expect([ACKNOWLEDGED, 'refused'], where).toContain(what);
const walBytes = () => statSync(`${dead}-wal`).size;

describe('after a kill', () => {
  test('all that was acknowledged is there, and what nobody heard of too', () => {
    expect(found(() => {})).toBe(ACKNOWLEDGED);
  });

  test('a log cut off within what nobody heard of loses that alone', () => {
    expect(found((path) => truncateSync(`${path}-wal`, walBytes() - 100))).toBe(ACKNOWLEDGED);
  });

  test('rubbish behind the end of the log is passed over', () => {
    expect(found((path) => appendFileSync(`${path}-wal`, Buffer.alloc(5_000, 7)))).toBe(ACKNOWLEDGED);
  });

  test('a note that is garbled or gone hinders nobody', () => {
    expect(found((path) => writeFileSync(`${path}-acknowledged`, 'rubbish of 16 by'))).toBe(ACKNOWLEDGED);
    expect(found((path) => rmSync(`${path}-acknowledged`))).toBe(ACKNOWLEDGED);
  });
});

describe('a log that lost what was acknowledged', () => {
  test('is refused wherever it was cut', () => {
    let refusals = 0;
    for (let size = 0; size < walBytes(); size += 6_003) {
      const what = found((path) => truncateSync(`${path}-wal`, size));
      sound(what, `cut at ${size}`);
      if (what === 'refused') refusals += 1;
    }
    expect(refusals).toBeGreaterThan(20);
  });

  test('is refused wherever a bit was flipped', () => {
    let refusals = 0;
    for (let at = 0; at < walBytes(); at += 6_011) {
      const what = found((path) => {
        const bytes = readFileSync(`${path}-wal`);
        bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
        writeFileSync(`${path}-wal`, bytes);
      });
      sound(what, `flipped at ${at}`);
      if (what === 'refused') refusals += 1;
    }
    expect(refusals).toBeGreaterThan(20);
  });

  test('is refused when it is gone', () => {
    expect(found((path) => rmSync(`${path}-wal`))).toBe('refused');
  });
});
