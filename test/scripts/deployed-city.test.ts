import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCity } from '#city/load-city.ts';
import { checkedCityFolder } from '#scripts/deployed/city-folder.ts';
import { oneTimeCode } from '#scripts/deployed/one-time-code.ts';
import { appCredentials, firstOperator, invite, withPassingApp } from '#scripts/deployed/people.ts';
import { type Answers, accessToken, localToken } from '#scripts/deployed/sign-in.ts';
import { smokeComplaint } from '#scripts/deployed/smoke-complaint.ts';
import { type Deployed, deployedCity } from '#scripts/deployed/stack.ts';
import { type City, openCity } from '#test/journeys/city.ts';

let city: City;
let close: () => Promise<void>;
let deployed: Deployed;
beforeAll(async () => {
  ({ city, close } = await openCity());
  deployed = await deployedCity({ stack: 'Daedap', endpoint: city.url });
});
afterAll(() => close());

/** What `npm run <name> -- …` says, and how it ends. */
function command(name: string, args: readonly string[]): Promise<{ code: unknown; out: string; err: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; out: string; err: string }>();
  const line = [`scripts/${name}.ts`, ...args, '--stack', 'Daedap', '--endpoint', city.url];
  execFile(process.execPath, line, (error, out, err) => resolve({ code: error?.code ?? 0, out, err }));
  return promise;
}

const chosen = 'a password of My own, 2';

/** Somebody with an authenticator app, who reads the temporary password in their inbox. */
function newcomer(temporary: string, kept = { secret: '' }): Answers {
  const code = async (secret?: string) => {
    kept.secret = secret ?? kept.secret;
    return oneTimeCode(kept.secret, Date.now());
  };
  return { password: async () => temporary, newPassword: async () => chosen, code, nextCode: code };
}

async function temporaryPassword(email: string): Promise<string> {
  const { body } = await city.ask<{ messages: { text: string }[] }>('GET', `/_local/outbox?to=${email}`);
  return /temporary password is (\S+)/.exec(body.messages.at(-1)?.text ?? '')?.[1] ?? '';
}

async function tokenByInvitation(id: string): Promise<string> {
  await invite(deployed, id);
  return accessToken(deployed, id, newcomer(await temporaryPassword(`${id}@example.com`)));
}

const groupsIn = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())['cognito:groups'];

describe('a city that is deployed', () => {
  test('is found by the outputs of its stack', () => {
    expect(deployed).toMatchObject({ url: city.url, reach: { endpoint: city.url, region: 'ap-northeast-2' } });
    expect(deployed.poolId).toMatch(/^ap-northeast-2_\w{9}$/);
  });

  test('its first operator is invited by e-mail, sets up password and software token, and loads a city', async () => {
    const email = 'first@city.example';
    expect(await firstOperator(deployed, { id: 'first', name: '첫 운영자', email })).toBe('invited');
    expect(await firstOperator(deployed, { id: 'first', name: '첫 운영자', email })).toBe('was there');
    const kept = { secret: '' };
    const token = await accessToken(deployed, 'first', newcomer(await temporaryPassword(email), kept));
    expect(groupsIn(token)).toEqual(['operator']);
    const records = await checkedCityFolder('city');
    expect(await loadCity(deployed.url, token, records)).toBe(
      records.kinds.length + records.departments.length + records.institutions.length + records.people.length,
    );
    expect(kept.secret).toMatch(/^[A-Z2-7]{52}$/);
  });

  test('invites its people once they are loaded, not those who have signed in', async () => {
    expect(groupsIn(await tokenByInvitation('lead-parks'))).toEqual(['lead']);
    await expect(invite(deployed, 'lead-parks')).rejects.toThrow('user status');
  });

  test('gives a channel app credentials of its own; those it had are void', async () => {
    const before = await appCredentials(deployed, 'app-web');
    const now = await appCredentials(deployed, 'app-web');
    expect(now).toMatchObject({ id: 'app-web', password: expect.stringMatching(/^.{32}$/) });
    expect(now.tokenSecret).not.toBe(before.tokenSecret);
    await expect(accessToken(deployed, 'app-web', newcomer(before.password))).rejects.toThrow(
      'Incorrect username or password',
    );
    await expect(appCredentials(deployed, 'operator-1')).rejects.toThrow(
      "'operator-1' is in the groups operator, expected channel-app alone",
    );
  });

  test('a smoke test files, answers and rates one complaint, by tokens gained as on AWS, and leaves no app behind', async () => {
    const steps: string[] = [];
    const official = await tokenByInvitation('lead-central-desk');
    await withPassingApp(deployed, (app) =>
      smokeComplaint({
        url: deployed.url,
        app,
        official,
        officialId: 'lead-central-desk',
        rest: () => city.rest(),
        done: (what) => steps.push(what.replace(/\d{8}-\w{6}-\w/, 'N')),
      }),
    );
    expect(steps).toEqual([
      'the API answers and knows 8 kinds',
      'N is filed',
      'N is assigned to 응답소 중앙상담과',
      'N is answered by lead-central-desk',
      'N is rated 5 and closed',
    ]);
    const { body } = await city.ask<{ people: { id: string }[] }>('GET', '/_local/people');
    expect(body.people.filter(({ id }) => id.startsWith('smoke-'))).toEqual([]);
  });
});

describe('its command lines', () => {
  test('play the same against the local cloud, which asks for no password', async () => {
    const loaded = await command('city', ['load', 'city', '--as', 'operator-1']);
    expect(loaded).toEqual({ code: 0, out: expect.stringMatching(/^\d+ records of city are kept\n$/), err: '' });
    const smoke = await command('smoke', ['--as', 'lead-central-desk']);
    expect(smoke).toMatchObject({ code: 0, err: '' });
    expect(smoke.out).toMatch(/is rated 5 and closed\n$/);
  });

  test.each([
    ['city', ['loud'], "daedap: the command is 'loud', expected first-operator | load <folder> | invite <id>… |"],
    ['city', ['first-operator', '--id', 'Kim'], "daedap: --id is 'Kim', expected an id such as kim or app-web"],
    ['smoke', [], 'daedap: nobody answers, expected --as <id of the central desk’s lead>'],
  ])('npm run %s -- %j says one line and ends with 1', async (name, args, words) => {
    const { code, out, err } = await command(name, args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^[^\n]{1,160}\n$/);
    expect(err.startsWith(words)).toBe(true);
  });
});

describe('refusals say in one line what was expected', () => {
  test('a smoke test by somebody who has no say in the case takes its complaint back', async () => {
    const official = await localToken(deployed, 'lead-parks');
    const played = withPassingApp(deployed, (app) =>
      smokeComplaint({
        url: city.url,
        app,
        official,
        officialId: 'lead-parks',
        rest: () => city.rest(),
        done: () => {},
      }),
    );
    await expect(played).rejects.toThrow(
      /is not lead-parks’s \(404\) and was withdrawn, expected --as the lead of department 'central-desk'/,
    );
  });

  test.each([
    [{}, 'no city is named, expected --stack <name>, or --url, --pool and --client together'],
    [{ stack: 'Daedap', endpoint: 'here' }, "--endpoint is 'here', expected an address such as http://127.0.0.1:3000"],
    [{ stack: 'Daedap', endpoint: 'http://127.0.0.1:1' }, 'nothing answers at --endpoint http://127.0.0.1:1, expected'],
  ])('where the city is: %j', async (where, words) => {
    await expect(deployedCity(where)).rejects.toThrow(words);
  });

  test('a stack that is not there', async () => {
    await expect(deployedCity({ stack: 'Elsewhere', endpoint: city.url })).rejects.toThrow(
      'Stack with id Elsewhere does not exist',
    );
  });

  test('a folder that is no city, or whose records do not fit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daedap-folder-'));
    await expect(checkedCityFolder(folder)).rejects.toThrow('is no city, expected a folder with kinds.json');
    const write = (name: string, value: unknown) => writeFileSync(join(folder, `${name}.json`), JSON.stringify(value));
    write('kinds', []);
    write('departments', []);
    write('people', [{ id: 'kim', name: '김', groups: ['king'] }]);
    await expect(checkedCityFolder(folder)).rejects.toThrow(/people\.json, record 1, groups\.0: /);
    write('people', [{ id: 'kim', name: '김', groups: ['lead'], department: 'roads' }]);
    await expect(checkedCityFolder(folder)).rejects.toThrow("'kim' is of department 'roads', which is not in");
    write('people', []);
    await expect(checkedCityFolder(folder)).rejects.toThrow("departments.json has no 'central-desk'");
  });
});
