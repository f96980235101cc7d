import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { countingWrites } from '#functions/aws/statistics-writes.ts';
import { addDays } from '#rules/clock/instant.ts';
import { complaintNumber } from '#rules/complaint-number.ts';
import { countingOf } from '#rules/statistics/counting.ts';
import { wardsOf } from '#rules/statistics/ward-of.ts';
import { Channel } from '#schemas/complaint.ts';
import { DistrictId } from '#schemas/district.ts';
import { SeoulDate } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { CaseFact, Dimension } from '#schemas/statistics.ts';
import { TopicId } from '#schemas/topic.ts';
import { ask, inFlight, memoryMiB, quantile, removeCity, signIn, startCity } from './city.ts';

/*
 * `npm run bench:statistics [-- --complaints N --requests N]`: a year of complaints in the counters, and how long the statistics
 * take beside a request of the same kind that reads one small list (GET /v1/kinds), in one run.
 *
 * The counters are written by the same members of a transaction that a change of a complaint brings, several complaints to a
 * transaction; the complaints themselves are left out: no statistic reads them.
 */
const { values } = parseArgs({
  options: { complaints: { type: 'string', default: '50000' }, requests: { type: 'string', default: '300' } },
});
const complaints = Number(values.complaints);
const requests = Number(values.requests);
const TABLE = 'Daedap-StatisticsTable';
/** As many complaints as fit into a transaction of a hundred members. */
const TOGETHER = 24;

const line = (name: string, value: string, aim = ''): void => {
  process.stdout.write(`${name.padEnd(66)} ${value.padStart(12)}  ${aim}\n`);
};

type Seeded = { readonly number: string; readonly fact: CaseFact };

/** One complaint of the year before the city's clock, every dimension spread evenly but for the first value, which has most. */
function seeded(index: number): Seeded {
  const pick = <T>(of: readonly T[], salt: number): T => {
    const at = ((index * 2_654_435_761 + salt * 40_503) >>> 7) % (of.length * 2);
    return of[Math.max(0, at - of.length + 1) % of.length] as T;
  };
  const day = addDays(SeoulDate.parse('2026-11-23'), -(index % 365));
  const district = DistrictId.options[index % DistrictId.options.length] ?? 'jongno';
  const department = pick(['water', 'parks', 'tax', 'housing', 'safety', 'digital', `office-${district}`], 4);
  const cell = {
    day,
    district,
    ward: pick(wardsOf(district), 1),
    field: pick(TopicId.options, 2),
    department,
    channel: pick(Channel.options, 3),
    kind: pick(KindId.options, 5),
  };
  const isLate = index % 17 === 0;
  const isOpen = index % 11 === 0;
  const round = { department, month: day.slice(0, 7), round: 1, dueAt: `${day}T09:00:00.000Z` };
  const fact = CaseFact.parse({
    cell,
    measures: isOpen
      ? { received: 1, open: 1 }
      : {
          received: 1,
          answered: 1,
          [isLate ? 'late' : 'onTime']: 1,
          workingMinutes: 60 + (index % 3000),
          ratings: 1,
          stars: 1 + (index % 5),
        },
    round: isOpen ? round : { ...round, answeredAt: `${day}T08:00:00.000Z`, isLate, stars: 1 + (index % 5) },
  });
  return { number: complaintNumber({ receivedOn: day, serial: index * 21_379 + 7 }), fact };
}

/** Transactions of complaints that share no item: none may name one twice. */
function* transactions(count: number): Generator<ReturnType<typeof countingWrites>> {
  let waiting = Array.from({ length: count }, (_, index) => seeded(index));
  while (waiting.length > 0) {
    const next: Seeded[] = [];
    let writes: ReturnType<typeof countingWrites> = [];
    let keys = new Set<string>();
    let together = 0;
    for (const one of waiting) {
      const counting = countingOf(undefined, one.fact);
      if (counting === undefined) continue;
      const own = countingWrites(one.number, { table: TABLE, counting });
      const named = own.map((write) => JSON.stringify(write.Update?.Key ?? [write.Put?.Item?.pk, write.Put?.Item?.sk]));
      if (named.some((key) => keys.has(key))) {
        next.push(one);
        continue;
      }
      writes.push(...own);
      for (const key of named) keys.add(key);
      together += 1;
      if (together < TOGETHER) continue;
      yield writes;
      writes = [];
      keys = new Set();
      together = 0;
    }
    if (writes.length > 0) yield writes;
    waiting = next;
  }
}

type Endpoint = { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}\n`);
const city = await startCity();
try {
  const { url } = city;
  const { body: endpoint } = await ask<Endpoint>(url, 'GET', '/_local/endpoint');
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(endpoint));
  const all = [...transactions(complaints)];
  const startedAt = performance.now();
  await inFlight(all.length, 8, async (index) => {
    await client.send(new TransactWriteCommand({ TransactItems: all[index] ?? [] }));
  });
  line(
    `${complaints} complaints counted, seconds (${all.length} transactions)`,
    ((performance.now() - startedAt) / 1000).toFixed(1),
  );

  const operator = await signIn(url, 'operator-1');
  const measure = async (path: string, before?: () => Promise<void>): Promise<number[]> => {
    const times: number[] = [];
    for (let index = 0; index < requests; index += 1) {
      await before?.();
      const begun = performance.now();
      const { status, body } = await ask(url, 'GET', path, undefined, operator);
      if (status !== 200) throw new Error(`${path} was answered ${status}: ${JSON.stringify(body)}`);
      times.push(performance.now() - begun);
    }
    return times;
  };
  const told = (name: string, times: readonly number[], peer: readonly number[] | undefined): void => {
    const [p50, p99] = [0.5, 0.99].map((share) => quantile(times, share));
    const ratio = peer === undefined ? '' : `× ${((p99 ?? 0) / quantile(peer, 0.99)).toFixed(1)} of the peer’s p99`;
    line(name, `${p50?.toFixed(1)} / ${p99?.toFixed(1)}`, ratio);
  };

  await measure('/v1/kinds');
  const peer = await measure('/v1/kinds');
  told('peer: GET /v1/kinds, p50 / p99 ms', peer, undefined);
  const year = 'from=2025-11-24&to=2026-11-23';
  const exact = '/v1/officials/me/statistics';
  const firstAt = performance.now();
  const { body } = await ask<{ total: { measures: { received: number } } }>(
    url,
    'GET',
    `${exact}?by=district&${year}`,
    undefined,
    operator,
  );
  if (body.total.measures.received !== complaints)
    throw new Error(`the statistics count ${body.total.measures.received}`);
  line('the first request, which reads every cell, ms', (performance.now() - firstAt).toFixed(0));
  for (const by of Dimension.options)
    told(`exact, by ${by}, a year, p50 / p99 ms`, await measure(`${exact}?by=${by}&${year}`), peer);
  told(
    'exact, by ward, a month of one district',
    await measure(`${exact}?by=ward&district=mapo&from=2026-10-01&to=2026-10-31`),
    peer,
  );
  told('published, by district, a year', await measure('/v1/statistics?by=district&from=2025-12&to=2026-11'), peer);
  told('published, by district, this month', await measure('/v1/statistics'), peer);
  told('a page of 50 cases behind a number', await measure(`${exact}/cases?${year}&measure=late&district=mapo`), peer);
  told('scores of a month', await measure('/v1/scores?month=2026-10'), peer);
  let later = complaints;
  const oneMore = async (): Promise<void> => {
    const { number, fact } = seeded(later);
    later += 1;
    const counting = countingOf(undefined, fact);
    if (counting === undefined) return;
    await client.send(new TransactWriteCommand({ TransactItems: countingWrites(number, { table: TABLE, counting }) }));
  };
  told(
    'exact, by district, a year, one complaint changed before each',
    await measure(`${exact}?by=district&${year}`, oneMore),
    peer,
  );
  line('memory of the city, MiB', memoryMiB(city.pid).toFixed(0));
  client.destroy();
} finally {
  await removeCity(city);
}
