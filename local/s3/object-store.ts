import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Journal } from '#local/journal/journal.ts';
import { membersOf, parsedMembers, textOf } from '#local/template/reading.ts';

/** What is known of an object beside its bytes. */
export type ObjectFacts = {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  /** MD5 of the bytes, in quotes as S3 shows it. */
  readonly etag: string;
  readonly contentType: string;
  /** The sender's own metadata. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Virtual epoch milliseconds. */
  readonly changedAt: number;
  /** The file that holds the bytes. */
  readonly file: string;
};

/**
 * Objects: their bytes in files, what is known of them in the journal.
 *
 * A file is written and synced under a name of its own before the journal points to it, so an object is the old one or the
 * new one, never half.
 */
export class ObjectStore {
  readonly #journal: Journal;
  readonly #folder: string;

  constructor(journal: Journal, folder: string) {
    this.#journal = journal;
    this.#folder = folder;
    journal.db.exec(`
      CREATE TABLE IF NOT EXISTS s3_bucket (name TEXT PRIMARY KEY) STRICT;
      CREATE TABLE IF NOT EXISTS s3_object (
        bucket TEXT NOT NULL, key TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, content_type TEXT NOT NULL, metadata TEXT NOT NULL,
        changed_ms INTEGER NOT NULL, file TEXT NOT NULL, PRIMARY KEY (bucket, key)
      ) STRICT;
      CREATE TABLE IF NOT EXISTS s3_tags (bucket TEXT NOT NULL, key TEXT NOT NULL, tags TEXT NOT NULL, PRIMARY KEY (bucket, key)) STRICT`);
  }

  /** Buckets made by calls. */
  buckets(): string[] {
    return this.#journal
      .statement('SELECT name FROM s3_bucket')
      .all()
      .map((row) => String(row.name));
  }

  keepBucket(name: string): Promise<void> {
    return this.#journal.write('s3 bucket', (journal) => {
      journal.statement('INSERT OR IGNORE INTO s3_bucket VALUES (?)').run(name);
    });
  }

  forgetBucket(name: string): Promise<void> {
    return this.#journal.write('s3 bucket deleted', (journal) => {
      journal.statement('DELETE FROM s3_bucket WHERE name = ?').run(name);
    });
  }

  find(bucket: string, key: string): ObjectFacts | undefined {
    const row = this.#journal.statement(`${SELECT} WHERE o.bucket = ? AND o.key = ?`).get(bucket, key);
    return row === undefined ? undefined : factsOf(row);
  }

  /** Objects whose key begins with the prefix and comes after the key given, in the order of their keys. */
  list(bucket: string, prefix: string, after: string): ObjectFacts[] {
    const rows = this.#journal
      .statement(`${SELECT} WHERE o.bucket = ? AND o.key > ? AND substr(o.key, 1, length(?)) = ? ORDER BY o.key`)
      .all(bucket, after, prefix, prefix);
    return rows.map(factsOf);
  }

  /** Keeps an object in place of the one of that key. */
  async put(
    object: Pick<ObjectFacts, 'bucket' | 'key' | 'contentType' | 'metadata' | 'tags' | 'changedAt'>,
    bytes: Uint8Array,
  ): Promise<ObjectFacts> {
    const before = this.find(object.bucket, object.key);
    const file = await this.#store(bytes);
    const facts = { ...object, size: bytes.length, etag: `"${createHash('md5').update(bytes).digest('hex')}"`, file };
    await this.#journal.write('s3 object', (journal) => {
      journal
        .statement('INSERT OR REPLACE INTO s3_object VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          facts.bucket,
          facts.key,
          facts.size,
          facts.etag,
          facts.contentType,
          JSON.stringify(facts.metadata),
          facts.changedAt,
          file,
        );
      writeTags(journal, facts, facts.tags);
    });
    if (before !== undefined) await rm(join(this.#folder, before.file), { force: true });
    return facts;
  }

  /** Other tags, or none, instead of those an object has. */
  async tag(facts: ObjectFacts, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.#journal.write('s3 tags', (journal) => writeTags(journal, facts, tags));
  }

  /** The bytes of an object, or of a part of it. */
  async read(facts: ObjectFacts, from = 0, length = facts.size - from): Promise<Buffer> {
    const file = await open(join(this.#folder, facts.file), 'r');
    try {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await file.read(bytes, 0, length, from);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  async remove(facts: ObjectFacts): Promise<void> {
    await this.#journal.write('s3 object deleted', (journal) => {
      journal.statement('DELETE FROM s3_object WHERE bucket = ? AND key = ?').run(facts.bucket, facts.key);
      writeTags(journal, facts, {});
    });
    await rm(join(this.#folder, facts.file), { force: true });
  }

  async #store(bytes: Uint8Array): Promise<string> {
    mkdirSync(this.#folder, { recursive: true });
    const name = randomUUID();
    const half = join(this.#folder, `${name}.half`);
    const file = await open(half, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(half, join(this.#folder, name));
    return name;
  }
}

const SELECT = 'SELECT o.*, t.tags FROM s3_object o LEFT JOIN s3_tags t ON t.bucket = o.bucket AND t.key = o.key';

function writeTags(
  journal: Pick<Journal, 'statement'>,
  { bucket, key }: Pick<ObjectFacts, 'bucket' | 'key'>,
  tags: Readonly<Record<string, string>>,
): void {
  if (Object.keys(tags).length === 0) {
    journal.statement('DELETE FROM s3_tags WHERE bucket = ? AND key = ?').run(bucket, key);
    return;
  }
  journal.statement('INSERT OR REPLACE INTO s3_tags VALUES (?, ?, ?)').run(bucket, key, JSON.stringify(tags));
}

const texts = (json: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(membersOf(parsedMembers(String(json ?? '{}')))).map(([name, value]) => [name, textOf(value) ?? '']),
  );

function factsOf(row: Readonly<Record<string, unknown>>): ObjectFacts {
  return {
    bucket: String(row.bucket),
    key: String(row.key),
    size: Number(row.size),
    etag: String(row.etag),
    contentType: String(row.content_type),
    metadata: texts(row.metadata),
    tags: texts(row.tags),
    changedAt: Number(row.changed_ms),
    file: String(row.file),
  };
}
