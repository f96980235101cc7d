import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { WrongInput } from './wrong-input.ts';

/** How to reach AWS: nothing for what the environment says, or the local cloud's address, region and keys. */
export type Reach = {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** A city that stands somewhere, as its scripts need to know it. */
export type Deployed = {
  /** Where its API is, without a slash at the end. */
  readonly url: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly reach: Reach;
};

/** What a person says on the command line about where the city is. */
export type Where = {
  readonly stack?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly url?: string | undefined;
  readonly pool?: string | undefined;
  readonly client?: string | undefined;
};

/** The options of {@link Where} for `parseArgs`. */
export const whereOptions = {
  stack: { type: 'string' },
  endpoint: { type: 'string' },
  url: { type: 'string' },
  pool: { type: 'string' },
  client: { type: 'string' },
} as const;

/**
 * The city that is meant: by its stack's outputs, or by what was given instead of them.
 *
 * @throws WrongInput naming what is missing
 */
export async function deployedCity(where: Where): Promise<Deployed> {
  const reach = where.endpoint === undefined ? {} : await localReach(where.endpoint);
  const { url, pool, client } = where;
  if (url !== undefined && pool !== undefined && client !== undefined) {
    return { url: addressOf('--url', url), poolId: pool, clientId: client, reach };
  }
  if (where.stack === undefined) {
    throw new WrongInput('no city is named, expected --stack <name>, or --url, --pool and --client together');
  }
  const outputs = await outputsOf(where.stack, reach);
  const need = (name: string): string => {
    const value = outputs.get(name);
    if (value === undefined) throw new WrongInput(`stack '${where.stack}' gives no ${name}: is it a city of ours?`);
    return value;
  };
  return {
    url: addressOf('--url', url ?? need('ApiUrl')),
    poolId: pool ?? need('UserPoolId'),
    clientId: client ?? need('UserPoolClientId'),
    reach,
  };
}

async function outputsOf(StackName: string, reach: Reach): Promise<ReadonlyMap<string, string>> {
  const client = new CloudFormationClient(reach);
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
    return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } finally {
    client.destroy();
  }
}

/** The local cloud says by itself how it is reached. */
async function localReach(endpoint: string): Promise<Reach> {
  const url = addressOf('--endpoint', endpoint);
  const expected = 'expected a local cloud: npm start, and its address here';
  const answer = await fetch(`${url}/_local/endpoint`).catch(() => undefined);
  if (answer === undefined) throw new WrongInput(`nothing answers at --endpoint ${url}, ${expected}`);
  const body: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok || typeof body !== 'object' || body === null || !('credentials' in body)) {
    throw new WrongInput(`${url} answered ${answer.status} to /_local/endpoint, ${expected}`);
  }
  return body as Reach; // the local cloud's own words
}

function addressOf(option: string, text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new WrongInput(`${option} is '${text}', expected an address such as http://127.0.0.1:3000`);
  }
  return text.replace(/\/+$/, '');
}
