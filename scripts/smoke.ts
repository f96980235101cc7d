import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sayFault } from '#local/main.ts';
import { withPassingApp } from './deployed/people.ts';
import { accessToken, localToken } from './deployed/sign-in.ts';
import { smokeComplaint } from './deployed/smoke-complaint.ts';
import { deployedCity, whereOptions } from './deployed/stack.ts';
import { terminalAnswers } from './deployed/terminal.ts';
import { WrongInput } from './deployed/wrong-input.ts';

/*
 * `npm run smoke -- --stack <name> --as <lead of the central desk> [--endpoint <local cloud>]`: files, answers and rates one
 * complaint in a city that is deployed, through its public API. Its channel app exists only meanwhile.
 */
const LOOK_MS = 1_000;

try {
  const { values } = parsed(process.argv.slice(2));
  const officialId = values.as;
  if (officialId === undefined) throw new WrongInput('nobody answers, expected --as <id of the central desk’s lead>');
  const city = await deployedCity(values);
  const isLocal = values.endpoint !== undefined && process.env.DAEDAP_PASSWORD === undefined;
  const official = isLocal
    ? await localToken(city, officialId)
    : await accessToken(city, officialId, terminalAnswers(officialId, process.env));
  const startedAt = performance.now();
  await withPassingApp(city, (app) =>
    smokeComplaint({
      url: city.url,
      app,
      official,
      officialId,
      rest: () => pause(LOOK_MS),
      done: (what) =>
        process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${what}\n`),
    }),
  );
} catch (error) {
  sayFault(error);
  process.exitCode = 1;
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: { ...whereOptions, as: { type: 'string' } } });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new WrongInput(`${error.message.split('.')[0]}; expected --stack <name> --as <id> [--endpoint <url>]`);
  }
}
