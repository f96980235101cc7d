import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { type Cloud, openCloud } from './cloud.ts';

const LONGEST_LINE = 160;
const SHORTEST_VALUE = 20;

/** What was asked for cannot be done; the message is for whoever started it. */
class BadSetting extends Error {
  override readonly name = 'BadSetting';
}

/**
 * Reads the settings from arguments and environment: `--bare --port P --home H --assembly A`, PORT, DAEDAP_HOME, DAEDAP_CLOCK.
 *
 * A cloud without a template has a home of its own (`.daedap/bare`), so that it begins empty beside a city.
 */
export function readSettings(args: readonly string[], environment: NodeJS.ProcessEnv): Parameters<typeof openCloud>[0] {
  const { values } = parseArguments(args);
  const port = values.port ?? environment.PORT ?? '3000';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new BadSetting(`the port is '${port}', expected a number from 0 to 65535: set PORT or --port to one`);
  }
  const standAt = environment.DAEDAP_CLOCK;
  const database = environment.DAEDAP_DYNAMODB_ENDPOINT;
  if (database !== undefined && !URL.canParse(database)) {
    throw new BadSetting(
      `DAEDAP_DYNAMODB_ENDPOINT is '${database}', expected an address such as http://127.0.0.1:8000: set or unset it`,
    );
  }
  return {
    home: values.home ?? environment.DAEDAP_HOME ?? (values.bare === true ? '.daedap/bare' : '.daedap'),
    port: Number(port),
    bare: values.bare === true,
    ...(values.bare === true ? {} : { assembly: values.assembly ?? 'cdk.out' }),
    ...(standAt === undefined || standAt === '' ? {} : { standAt: instant(standAt) }),
  };
}

/** One line, at most 160 characters, for whoever started the city; long values are cut, so that the next step stays. */
export function faultLine(error: unknown): string {
  const words = `daedap: ${messageOf(error).replaceAll(/\s+/g, ' ')}`.split(' ');
  const excess = words.join(' ').length - LONGEST_LINE;
  if (excess <= 0) return words.join(' ');
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a));
  words[words.indexOf(longest)] = shortened(longest, Math.max(SHORTEST_VALUE, longest.length - excess));
  const line = words.join(' ');
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
}

/** A path loses its middle, because its end tells most; anything else its end. */
function shortened(value: string, length: number): string {
  if (value.length <= length) return value;
  const tail = value.includes('/') ? Math.floor(length / 2) : 0;
  return `${value.slice(0, length - tail - 1)}…${value.slice(value.length - tail)}`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What `fetch` says is only that it failed; why stands in its cause.
  const { message, cause } = error;
  return message === 'fetch failed' && cause instanceof Error ? `${message}: ${cause.message}` : message;
}

/** Says on stderr what went wrong: one line, or with DEBUG the whole stack. */
export function sayFault(error: unknown): void {
  const isDebugging = (process.env.DEBUG ?? '') !== '';
  process.stderr.write(`${isDebugging && error instanceof Error ? error.stack : faultLine(error)}\n`);
}

/**
 * Ends the process with 0 when it is asked to end: closes what `closing` holds by then, or leaves at once while starting.
 *
 * A terminal's Ctrl-C reaches a process and also whoever started it and passes it on: the second word changes nothing.
 */
export function closeOnSignal(closing: { cloud?: Pick<Cloud, 'close'> }): void {
  let isEnding = false;
  const end = async (): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    try {
      await closing.cloud?.close();
      process.exit(0);
    } catch (error) {
      sayFault(error);
      process.exit(1);
    }
  };
  for (const word of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect']) process.on(word, end);
}

function parseArguments(args: readonly string[]): {
  values: { port?: string; home?: string; assembly?: string; bare?: boolean };
} {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        home: { type: 'string' },
        assembly: { type: 'string' },
        bare: { type: 'boolean' },
      },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new BadSetting(`${error.message.split('.')[0]}; expected --bare, --port, --home, --assembly`);
  }
}

function instant(text: string): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadSetting(`DAEDAP_CLOCK is '${text}', expected an instant: set it to one such as 2026-11-23T00:00:00Z`);
  }
}

/** The local cloud as a process of its own; it is up until it is stopped. */
export async function runLocalCloud(): Promise<void> {
  try {
    const closing: { cloud?: Cloud } = {};
    closeOnSignal(closing);
    const cloud = await openCloud(readSettings(process.argv.slice(2), process.env));
    closing.cloud = cloud;
    console.log(`The local cloud is ready at ${cloud.url}`);
  } catch (error) {
    sayFault(error);
    process.exit(1);
  }
}

if (import.meta.main) await runLocalCloud();
