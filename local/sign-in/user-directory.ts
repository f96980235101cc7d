import { randomUUID } from 'node:crypto';
import type { Journal } from '#local/journal/journal.ts';

/** Someone who can sign in. Attributes as Cognito has them: `name`, `email`, `custom:department`. */
export type User = {
  readonly poolId: string;
  readonly username: string;
  readonly sub: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  readonly isEnabled: boolean;
  /** Virtual epoch milliseconds. */
  readonly createdAt: number;
  readonly changedAt: number;
  /** `scrypt` of the password with its salt, once one was set. */
  readonly passwordHash?: string;
  /** Whether the password is a temporary one. */
  readonly mustChangePassword?: boolean;
  /** The secret of the software token, base 32, and the number of the 30 seconds whose code was used last. */
  readonly softwareToken?: string;
  readonly lastTokenStep?: number;
};

/** The users of all pools, in the journal. */
export class UserDirectory {
  readonly #journal: Journal;
  readonly #users = new Map<string, User>();

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.db.exec(
      'CREATE TABLE IF NOT EXISTS sign_in_user (pool_id TEXT NOT NULL, username TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY (pool_id, username)) STRICT',
    );
    for (const row of journal.statement('SELECT user FROM sign_in_user ORDER BY rowid').all()) {
      const user = JSON.parse(String(row.user)) as User; // written by `keep` and nothing else
      this.#users.set(key(user.poolId, user.username), user);
    }
  }

  find(poolId: string, username: string): User | undefined {
    return this.#users.get(key(poolId, username));
  }

  /** Users of one pool, or of all, in the order in which they were made. */
  list(poolId?: string): User[] {
    const all = [...this.#users.values()];
    return poolId === undefined ? all : all.filter((user) => user.poolId === poolId);
  }

  /** A new user, not yet kept. */
  newUser(poolId: string, username: string, attributes: Readonly<Record<string, string>>, now: number): User {
    return {
      poolId,
      username,
      sub: randomUUID(),
      attributes,
      groups: [],
      isEnabled: true,
      createdAt: now,
      changedAt: now,
    };
  }

  /** @param also what is kept in the same write */
  async keep(user: User, also: () => void = () => {}): Promise<void> {
    this.#users.set(key(user.poolId, user.username), user);
    const json = JSON.stringify(user);
    await this.#journal.write('sign-in user', (journal) => {
      journal
        .statement(
          'INSERT INTO sign_in_user VALUES (?, ?, ?) ON CONFLICT (pool_id, username) DO UPDATE SET user = excluded.user',
        )
        .run(user.poolId, user.username, json);
      also();
    });
  }

  async remove(user: User): Promise<void> {
    this.#users.delete(key(user.poolId, user.username));
    await this.#journal.write('sign-in user deleted', (journal) => {
      journal.statement('DELETE FROM sign_in_user WHERE pool_id = ? AND username = ?').run(user.poolId, user.username);
    });
  }
}

function key(poolId: string, username: string): string {
  return `${poolId} ${username}`;
}
