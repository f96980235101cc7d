import type { Cloud } from '#local/cloud.ts';
import { closeOnSignal, readSettings, sayFault } from '#local/main.ts';
import { openCity } from './open-city.ts';

/* `npm start`: the city is up until it is stopped. */
try {
  const startedAt = performance.now();
  const closing: { cloud?: Cloud } = {};
  closeOnSignal(closing);
  const settings = readSettings(process.argv.slice(2), process.env);
  const cloud = await openCity(settings);
  closing.cloud = cloud;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const clock = cloud.clock.isRunning
    ? 'runs with real time'
    : `stands at ${new Date(cloud.clock.now()).toISOString()}`;
  process.stdout.write(
    [
      `Daedap is up at ${cloud.url} (${seconds} s); the clock ${clock}.`,
      `Its data lies in ${settings.home}; Ctrl-C stops it, deleting that folder is a fresh city.`,
      'In another terminal: npm run demo',
      '',
    ].join('\n'),
  );
} catch (error) {
  sayFault(error);
  process.exit(1);
}
