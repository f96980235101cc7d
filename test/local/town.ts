import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, type CloudSettings, openCloud } from '#local/cloud.ts';
import { templateFrom } from '#local/template/assembly.ts';

/** Monday 23 November 2026, 09:00 in Seoul. */
export const monday = Date.parse('2026-11-23T00:00:00.000Z');

type Json = Record<string, unknown>;

/**
 * A local cloud on a home of its own, its clock standing at `monday`, with ways in for tests.
 *
 * @param resources of a template, by logical id; left out: a cloud without a template
 */
export async function town(
  resources: Json = {},
  {
    home,
    outputs = {},
    assets = {},
    ...settings
  }: Partial<CloudSettings> & { outputs?: Json; assets?: Record<string, string> } = {},
) {
  const folder = home ?? mkdtempSync(join(tmpdir(), 'daedap-town-'));
  const template = templateFrom({ Resources: resources, Outputs: outputs }, { stackName: 'Town', assets });
  let cloud: Cloud;
  try {
    cloud = await openCloud({ home: folder, template, standAt: monday, ...settings });
  } catch (error) {
    if (home === undefined) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    ...cloud,
    home: folder,
    /** Settings for any AWS SDK client. */
    sdk: {
      endpoint: cloud.url,
      region: 'ap-northeast-2',
      credentials: cloud.roles.administratorKeys(),
      maxAttempts: 1,
    },
    /** An operation of a service, called from outside. */
    aws: (service: string, operation: string, input: Json) =>
      cloud.gateway.call({ service, operation, input, principal: { kind: 'outside' } }),
    /** A request to the control door. */
    control: async (path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await fetch(`${cloud.url}/_local/${path}`, {
        method,
        ...(body === undefined ? {} : { body: text }),
      });
      return { status: answer.status, body: (await answer.json()) as Json };
    },
    /** Lets virtual time pass and waits until all is quiet. */
    pass: (milliseconds: number) => cloud.clock.advanceTo(cloud.clock.now() + milliseconds),
    /** An instant that many milliseconds after monday, as text. */
    at: (milliseconds: number) => new Date(monday + milliseconds).toISOString(),
    close: Object.assign(
      async () => {
        await cloud.close();
        rmSync(folder, { recursive: true, force: true });
      },
      { keepingHome: () => cloud.close() },
    ),
  };
}

/** A town that stands. */
export type Town = Awaited<ReturnType<typeof town>>;

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
