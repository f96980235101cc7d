import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { type Cloud, openCloud } from './cloud.ts';

const LONGEST_LINE = 160;

/** What was asked for cannot be done; the message is for whoever started it. */
class BadSetting extends Error {
  override readonly name = 'BadSetting';
}

/** Reads the settings from arguments and environment: `--bare --port P --home H --assembly A`, PORT, DAEDAP_HOME, DAEDAP_CLOCK. */
export function readSettings(args: readonly string[], environment: NodeJS.ProcessEnv): Parameters<typeof openCloud>[0] {
  const { values } = parseArguments(args);
  const port = values.port ?? environment.PORT ?? '3000';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new BadSetting(`the port is '${port}', expected a number from 0 to 65535: set PORT or --port to one`);
  }
  const standAt = environment.DAEDAP_CLOCK;
  return {
    home: values.home ?? environment.DAEDAP_HOME ?? '.daedap',
    port: Number(port),
    bare: values.bare === true,
    ...(values.bare === true ? {} : { assembly: values.assembly ?? 'cdk.out' }),
    ...(standAt === undefined || standAt === '' ? {} : { standAt: instant(standAt) }),
  };
}

/** One line, at most 160 characters, for whoever started the city. */
export function faultLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = `daedap: ${message.replaceAll(/\s+/g, ' ')}`;
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
}

/** Closes the city when the process is asked to end. */
export function closeOnSignal(cloud: Cloud): void {
  const close = async (): Promise<void> => {
    await cloud.close();
    process.exit(0);
  };
  process.once('SIGTERM', close);
  process.once('SIGINT', close);
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

if (import.meta.main) {
  try {
    const cloud = await openCloud(readSettings(process.argv.slice(2), process.env));
    closeOnSignal(cloud);
    console.log(`The local cloud is ready at ${cloud.url}`);
  } catch (error) {
    console.error(process.env.DEBUG === undefined ? faultLine(error) : error);
    process.exit(1);
  }
}
