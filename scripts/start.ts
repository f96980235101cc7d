import type { Cloud } from '#local/cloud.ts';
import { closeOnSignal, readSettings, sayFault } from '#local/main.ts';
import { openCity } from './open-city.ts';
import { welcome } from './welcome.ts';

/* `npm start`: the city is up until it is stopped. */
try {
  const startedAt = performance.now();
  const closing: { cloud?: Cloud } = {};
  closeOnSignal(closing);
  const settings = readSettings(process.argv.slice(2), process.env);
  const cloud = await openCity(settings);
  closing.cloud = cloud;
  const seconds = (performance.now() - startedAt) / 1000;
  const people = cloud.signIn.people();
  process.stdout.write(welcome({ url: cloud.url, seconds, clock: cloud.clock, people, home: settings.home }));
} catch (error) {
  sayFault(error);
  process.exit(1);
}
