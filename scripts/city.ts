import { parseArgs } from 'node:util';
import * as z from 'zod';
import { loadCity } from '#city/load-city.ts';
import { sayFault } from '#local/main.ts';
import { PersonId } from '#schemas/person.ts';
import { checkedCityFolder } from './deployed/city-folder.ts';
import { appCredentials, firstOperator, invite } from './deployed/people.ts';
import { accessToken, localToken } from './deployed/sign-in.ts';
import { deployedCity, whereOptions } from './deployed/stack.ts';
import { terminalAnswers } from './deployed/terminal.ts';
import { WrongInput } from './deployed/wrong-input.ts';

/*
 * `npm run city -- <command> --stack <name> …`: what a city that is deployed needs before its people can do the rest.
 * With `--endpoint http://127.0.0.1:3000` the same is done in the local cloud, which asks for no password.
 */
const usage = 'expected first-operator | load <folder> | invite <id>… | channel-app <id> | token, and --stack <name>';

const options = {
  ...whereOptions,
  as: { type: 'string' },
  id: { type: 'string' },
  name: { type: 'string' },
  email: { type: 'string' },
} as const;

type Values = ReturnType<typeof parsed>['values'];

const commands: Readonly<Record<string, (values: Values, rest: readonly string[]) => Promise<string>>> = {
  'first-operator': async (values) => {
    const id = idOf('--id', values.id);
    const name = needed('--name', values.name);
    const email = z.email().safeParse(values.email).data;
    if (email === undefined) throw new WrongInput(`--email is '${values.email ?? ''}', expected an address`);
    const became = await firstOperator(await deployedCity(values), { id, name, email });
    return became === 'invited'
      ? `${id} is an operator; the temporary password is on its way to ${email} and good for three days`
      : `${id} was there and is an operator; nothing was sent`;
  },
  load: async (values, [folder]) => {
    if (folder === undefined) throw new WrongInput('no folder is named, expected load <folder>, such as load city');
    const records = await checkedCityFolder(folder);
    const token = await tokenOf(values);
    return `${await loadCity((await deployedCity(values)).url, token, records)} records of ${folder} are kept`;
  },
  invite: async (values, ids) => {
    if (ids.length === 0) throw new WrongInput('nobody is named, expected invite <id>…');
    const city = await deployedCity(values);
    for (const id of ids) await invite(city, idOf('invite', id));
    return `invited by e-mail: ${ids.join(', ')}`;
  },
  'channel-app': async (values, [id]) => {
    const credentials = await appCredentials(await deployedCity(values), idOf('channel-app', id));
    return JSON.stringify(credentials);
  },
  token: (values) => tokenOf(values),
};

try {
  const { values, positionals } = parsed(process.argv.slice(2));
  const [name = '', ...rest] = positionals;
  const command = commands[name];
  if (command === undefined) throw new WrongInput(`the command is '${name}', ${usage}`);
  process.stdout.write(`${await command(values, rest)}\n`);
} catch (error) {
  sayFault(error);
  process.exitCode = 1;
}

async function tokenOf(values: Values): Promise<string> {
  const id = idOf('--as', values.as);
  const city = await deployedCity(values);
  if (values.endpoint !== undefined && process.env.DAEDAP_PASSWORD === undefined) return localToken(city, id);
  return accessToken(city, id, terminalAnswers(id, process.env));
}

function idOf(option: string, text: string | undefined): string {
  const id = PersonId.safeParse(text).data;
  if (id === undefined) throw new WrongInput(`${option} is '${text ?? ''}', expected an id such as kim or app-web`);
  return id;
}

function needed(option: string, text: string | undefined): string {
  if (text === undefined || text.trim() === '') throw new WrongInput(`${option} is missing, ${usage}`);
  return text.trim();
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new WrongInput(`${error.message.split('.')[0]}; ${usage}`);
  }
}
