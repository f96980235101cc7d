import type { Journal } from '#local/journal/journal.ts';
import { defaultBus, type Rule } from './rule.ts';

/** All rules by bus and name, and the buses; those made by calls are remembered over a restart. */
export class RuleBook {
  readonly #journal: Journal;
  readonly #rules = new Map<string, Rule>();
  readonly #buses = new Set<string>([defaultBus]);

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.db.exec(`
      CREATE TABLE IF NOT EXISTS events_rule (bus TEXT NOT NULL, name TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (bus, name)) STRICT;
      CREATE TABLE IF NOT EXISTS events_bus (name TEXT PRIMARY KEY) STRICT;`);
    for (const row of journal.statement('SELECT rule FROM events_rule').all()) {
      const rule = JSON.parse(String(row.rule)) as Rule; // written by `keep` and nothing else
      this.#rules.set(key(rule), rule);
    }
    for (const row of journal.statement('SELECT name FROM events_bus').all()) this.#buses.add(String(row.name));
  }

  find(bus: string, name: string): Rule | undefined {
    return this.#rules.get(key({ bus, name }));
  }

  onBus(bus: string): Rule[] {
    return [...this.#rules.values()].filter((rule) => rule.bus === bus);
  }

  hasBus(name: string): boolean {
    return this.#buses.has(name);
  }

  buses(): string[] {
    return [...this.#buses];
  }

  /** Sets a rule; on disk too when it was made by a call. */
  async set(rule: Rule): Promise<void> {
    this.#rules.set(key(rule), rule);
    if (!rule.isKept) return;
    const json = JSON.stringify(rule);
    await this.#journal.write('events rule', (journal) => {
      journal
        .statement(
          'INSERT INTO events_rule VALUES (?, ?, ?) ON CONFLICT (bus, name) DO UPDATE SET rule = excluded.rule',
        )
        .run(rule.bus, rule.name, json);
    });
  }

  async remove(rule: Rule): Promise<void> {
    this.#rules.delete(key(rule));
    await this.#journal.write('events rule deleted', (journal) => {
      journal.statement('DELETE FROM events_rule WHERE bus = ? AND name = ?').run(rule.bus, rule.name);
    });
  }

  async addBus(name: string, isKept: boolean): Promise<void> {
    this.#buses.add(name);
    if (!isKept) return;
    await this.#journal.write('events bus', (journal) => {
      journal.statement('INSERT OR IGNORE INTO events_bus VALUES (?)').run(name);
    });
  }
}

function key({ bus, name }: { bus: string; name: string }): string {
  return `${bus}/${name}`;
}
