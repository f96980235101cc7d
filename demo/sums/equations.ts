import type { Decree } from '../play/decree.ts';
import type { RowFault } from '../reading/filings.ts';
import { type Fact, type NoticeCounts, outcomes } from './fact.ts';
import type { OutboxCounts } from './outbox.ts';
import type { CityStatistics } from './statistics.ts';
import { type Sums, sumsOf, totalOf } from './sums.ts';

/** All that is known of a run at its end. */
export type Found = {
  readonly taken: number;
  readonly faults: readonly RowFault[];
  /** The numbers that the city gave. */
  readonly filed: readonly string[];
  readonly api: readonly Fact[];
  readonly table: readonly Fact[];
  readonly outbox: OutboxCounts;
  /** The day off that was decreed. */
  readonly decree?: Decree | undefined;
  /** What the city counted since the run's first day, other complaints than the run's among it. */
  readonly statistics?: CityStatistics | undefined;
};

/** One equation: its name, both sides as they are shown, whether it holds, and of which complaints it does not. */
export type Equation = {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  readonly holds: boolean;
  readonly differing: readonly string[];
};

/** The equations of a run. Where complaints are compared one by one, those that differ are named. */
export function equationsOf({ taken, faults, filed, api, table, outbox, statistics }: Found): Equation[] {
  const faulty = new Set(faults.map(({ row }) => row)).size;
  const sources = { API: sumsOf(api), table: sumsOf(table) };
  const perSource = Object.entries(sources).flatMap(([source, sums]) => [
    byOutcome(filed.length, source, sums),
    equation(`Σ districts = filed (${source})`, totalOf(sums.byDistrict), filed.length),
  ]);
  return [
    equation('rows = filed + faulty', taken, filed.length + faulty, `${filed.length} + ${faulty}`),
    ...perSource,
    messages('notices in the outbox = notices in the ledger', outbox.direct, table, 'sent'),
    ...(outbox.byTopic.size === 0 ? [] : [heard(outbox, table)]),
    movedByDecree(api, table),
    sameFacts(filed, api, table),
    ...(statistics === undefined ? [] : sumsOfStatistics(statistics)),
  ];
}

/** By whatever the city counts, the sum is the same, and it is the number of cases that the city lists. */
function sumsOfStatistics({ tables, listed }: CityStatistics): Equation[] {
  const sums = tables.map(({ rows }) => rows.reduce((sum, { measures }) => sum + (measures.received ?? 0), 0));
  const differing = tables.flatMap(({ by }, index) => (sums[index] === listed ? [] : [`by ${by}: ${sums[index]}`]));
  return [equation('Σ statistics by any dimension = cases listed', sums[0] ?? 0, listed, undefined, differing)];
}

function equation(
  name: string,
  left: number,
  right: number,
  shown = String(right),
  differing: readonly string[] = [],
): Equation {
  return { name, left: String(left), right: shown, holds: left === right && differing.length === 0, differing };
}

function byOutcome(filed: number, source: string, { byOutcome: counts }: Sums): Equation {
  const shown = outcomes.map((outcome) => counts[outcome]).join(' + ');
  return equation(
    `filed = in time + late + open + needs a person + withdrawn (${source})`,
    filed,
    totalOf(counts),
    shown,
  );
}

function messages(
  name: string,
  inOutbox: ReadonlyMap<string, number>,
  facts: readonly Fact[],
  sort: keyof NoticeCounts,
): Equation {
  const left = facts.reduce((sum, { number }) => sum + (inOutbox.get(number) ?? 0), 0);
  const right = facts.reduce((sum, { notices }) => sum + notices[sort], 0);
  const differing = facts.filter(({ number, notices }) => (inOutbox.get(number) ?? 0) !== notices[sort]);
  return equation(
    name,
    left,
    right,
    String(right),
    differing.map(({ number }) => number),
  );
}

/** However many subscribe to the audit office's topic, each gets every notice: so each complaint counts once. */
function heard({ byTopic }: OutboxCounts, facts: readonly Fact[]): Equation {
  const once = new Map([...byTopic.keys()].map((number) => [number, 1]));
  return messages('heard at the audit office = notices to its topic', once, facts, 'published');
}

/** Each petitioner whose running deadline a decree moved was told so once: by the ledgers in the API, by the notices kept. */
function movedByDecree(api: readonly Fact[], table: readonly Fact[]): Equation {
  const movedOf = ({ moves }: Fact): number => moves['moved by a decree'];
  const told = new Map(table.map((fact) => [fact.number, movedOf(fact)]));
  const total = (facts: readonly Fact[]): number => facts.reduce((sum, fact) => sum + movedOf(fact), 0);
  const differing = api.filter((fact) => movedOf(fact) !== (told.get(fact.number) ?? 0));
  return equation(
    'deadlines moved by a decree (API) = notices of it (table)',
    total(api),
    total(table),
    undefined,
    differing.map(({ number }) => number),
  );
}

/** Complaint by complaint, the API and the table say the same. */
function sameFacts(filed: readonly string[], api: readonly Fact[], table: readonly Fact[]): Equation {
  const told = new Map(api.map((fact) => [fact.number, JSON.stringify(fact)]));
  const kept = new Map(table.map((fact) => [fact.number, JSON.stringify(fact)]));
  const differing = filed.filter((number) => told.get(number) === undefined || told.get(number) !== kept.get(number));
  return equation(
    'filed = alike in API and table',
    filed.length,
    filed.length - differing.length,
    undefined,
    differing,
  );
}
