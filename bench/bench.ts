import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { removeCity, startCity } from './city.ts';
import { measureFiling } from './filing.ts';
import { measureLifecycles } from './lifecycle.ts';
import { measureLimits } from './limits.ts';
import { measureSixtyDays } from './sixty-days.ts';
import { countStraight, priceOfThousand } from './straight.ts';

/* `npm run bench [-- --filings N --lives N]`: measures the city beside the machine's own limits, in one run. */
const { values } = parseArgs({
  options: { filings: { type: 'string', default: '2000' }, lives: { type: 'string', default: '400' } },
});

const line = (name: string, value: string, aim = ''): void => {
  process.stdout.write(`${name.padEnd(52)} ${value.padStart(14)}  ${aim}\n`);
};
const round = (value: number, digits = 1): string => value.toFixed(digits);

process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}\n`);
const city = await startCity();
try {
  line('npm start, fresh home, seconds to healthy', round(city.secondsToHealthy));
  await city.stop();
  const again = await startCity(city.home);
  try {
    line('npm start, later, seconds to healthy', round(again.secondsToHealthy), 'aim ≤ 3');
    const limits = await measureLimits(again);
    line('limit: synced writes per second', round(limits.syncsPerSecond, 0));
    line('limit: transactions of 7 items per second, SDK', round(limits.transactionsPerSecond, 0));
    const straight = await countStraight(again);
    line('straight complaint: state entries', String(straight.stateEntries), 'aim ≤ 16');
    line('straight complaint: Lambda invocations', String(straight.lambdaInvocations));
    line('straight complaint: DynamoDB requests', String(straight.dynamoRequests));
    line('straight complaint: write units', String(straight.writeUnits));
    for (const [region, usd] of Object.entries(priceOfThousand(straight))) {
      line(
        `1,000 of them in ${region}, USD without messages`,
        round(usd, 3),
        region === 'us-east-1' ? 'aim ≤ 0.45' : '',
      );
    }
    const lives = await measureLifecycles(again, Number(values.lives));
    line(`whole lives per second (${values.lives})`, round(lives), 'aim ≥ 25');
    const sixtyDays = (answeredAfterDays: number) => measureSixtyDays(again, { count: 500, answeredAfterDays });
    line('500 whole complaints over 60 days, seconds', round(await sixtyDays(0)), 'aim ≤ 60');
    line('  nobody answering for the first ten of them', round(await sixtyDays(10)));
    const filing = await measureFiling(again, Number(values.filings));
    line(`filings per second, 16 in flight (${values.filings})`, round(filing.perSecond), 'aim ≥ 150');
    line('  to the limit of transactions', round(filing.perSecond / limits.transactionsPerSecond, 2));
    line('  p50, ms', round(filing.p50Ms));
    line('  p99, ms', round(filing.p99Ms), 'aim ≤ 150');
    line('  last tenth to first tenth', round(filing.lastTenthToFirst, 2), 'aim ≥ 0.9');
    line('  seconds until all of them were assigned', round(filing.secondsToRest));
    line('  memory of the city, MiB', round(filing.memoryMiB, 0));
  } finally {
    await again.stop();
  }
} finally {
  await removeCity(city);
}
