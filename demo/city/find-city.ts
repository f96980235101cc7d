import { Refusal } from '../refusal.ts';
import { isUp } from './health.ts';
import { type City, startOwnCity } from './own-city.ts';

/**
 * The city to play in: the one named by DAEDAP_URL, else one that runs on PORT (3000), else one of the demo's own.
 *
 * @throws Refusal when the city that was named does not answer
 */
export async function findCity(environment: NodeJS.ProcessEnv): Promise<City> {
  const named = environment.DAEDAP_URL?.replace(/\/+$/, '') ?? '';
  if (named !== '') {
    if (await isUp(named)) return running(named);
    throw new Refusal(`no city answers at DAEDAP_URL '${named}': start one with npm start, or unset DAEDAP_URL`);
  }
  const usual = `http://127.0.0.1:${environment.PORT ?? '3000'}`;
  return (await isUp(usual)) ? running(usual) : startOwnCity();
}

const running = (url: string): City => ({ url, isOwn: false, whenUp: async () => {}, end: async () => {} });
