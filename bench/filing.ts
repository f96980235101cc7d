import { type BenchCity, file, inFlight, memoryMiB, quantile, rest, signIn } from './city.ts';

/** How fast filings are kept, and whether the last tenth is as fast as the first. */
export type Filing = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly lastTenthToFirst: number;
  readonly secondsToRest: number;
  readonly memoryMiB: number;
};

/** Files so many complaints, 16 in flight, while the state machines start behind them. */
export async function measureFiling(city: BenchCity, count: number): Promise<Filing> {
  const app = await signIn(city.url, 'app-web');
  await inFlight(64, 16, () => file(city.url, app).then(() => {}));
  await rest(city.url);
  const ends: number[] = [];
  const startedAt = performance.now();
  const times = await inFlight(count, 16, async () => {
    await file(city.url, app);
    ends.push(performance.now());
  });
  const filedAt = performance.now();
  const memory = memoryMiB(city.pid);
  await rest(city.url);
  const tenth = Math.floor(count / 10);
  const at = (index: number): number => ends[index] ?? Number.NaN;
  const first = tenth / (at(tenth - 1) - startedAt);
  const last = tenth / (at(count - 1) - at(count - 1 - tenth));
  return {
    perSecond: count / ((filedAt - startedAt) / 1000),
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    lastTenthToFirst: last / first,
    secondsToRest: (performance.now() - filedAt) / 1000,
    memoryMiB: memory,
  };
}
