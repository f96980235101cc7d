import { dirname, normalize } from 'node:path/posix';
import { describe, expect, test } from 'vitest';
import { importsOf, type Source, sources } from './sources.ts';

/** What each room may import of ours, and of packages; `node` is Node's own. The table of docs/decisions/0001-rooms.md. */
const law: Readonly<Record<string, { ours: readonly string[]; packages: 'any' | readonly (string | RegExp)[] }>> = {
  schemas: { ours: ['schemas'], packages: ['zod'] },
  rules: { ours: ['rules', 'schemas'], packages: [] },
  'functions/aws': { ours: ['functions/aws', 'schemas'], packages: [/^@aws-sdk\//, 'zod', /^node:/] },
  'functions/middleware': {
    ours: ['functions/middleware', 'schemas'],
    packages: [/^@middy\//, /^@aws-lambda-powertools\//, /^hono/, 'aws-lambda', 'zod', /^node:/],
  },
  // Whose packages are for one format each: no other room takes them in.
  'functions/documents': {
    ours: ['functions/documents', 'rules', 'schemas'],
    packages: ['write-excel-file/node', 'kordoc', 'jszip', /^node:/],
  },
  'functions/files': { ours: ['functions/files', 'schemas'], packages: [/^node:/, 'pdf-lib'] },
  'functions/outbound': { ours: ['functions/outbound', 'schemas'], packages: ['zod', /^node:/] },
  ...Object.fromEntries(
    [
      'api',
      'relay',
      'tasks',
      'notices',
      'calendar',
      'institutions',
      'channel-apps',
      'emergency',
      'attachments',
      'imports',
      'audit',
    ].map((room) => [
      `functions/${room}`,
      {
        ours: [
          `functions/${room}`,
          'functions/aws',
          'functions/middleware',
          'functions/outbound',
          'functions/files',
          'functions/documents',
          'rules',
          'schemas',
        ],
        packages: [/^@middy\//, 'aws-lambda', 'zod', /^node:/],
      },
    ]),
  ),
  infra: { ours: ['infra', 'schemas'], packages: 'any' },
  local: { ours: ['local'], packages: 'any' },
  city: { ours: ['city', 'schemas'], packages: [/^node:/] },
  demo: { ours: ['demo', 'schemas'], packages: 'any' },
};

const rooms = Object.keys(law);
const roomOf = (path: string): string | undefined => rooms.find((room) => path.startsWith(`${room}/`));

/** The path from the root that an import leads to, `undefined` for a package. */
function target({ path }: Source, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? normalize(`${dirname(path)}/${specifier}`) : undefined;
}

function fault(source: Source, specifier: string): string | undefined {
  const room = roomOf(source.path);
  const allowed = room === undefined ? undefined : law[room];
  if (room === undefined || allowed === undefined) return undefined;
  const to = target(source, specifier);
  const says = `${source.path} imports ${specifier}`;
  if (to === undefined) {
    const isAllowed =
      allowed.packages === 'any' ||
      allowed.packages.some((name) => (typeof name === 'string' ? specifier === name : name.test(specifier)));
    return isAllowed ? undefined : says;
  }
  if (to.endsWith('.lambda.ts')) return `${says}: nobody imports a lambda`;
  if (specifier.startsWith('.') && roomOf(to) !== room) return `${says}: relative only within a room`;
  if (!to.endsWith('.ts') && !to.endsWith('.json')) return `${says}: without its extension`;
  return allowed.ours.some((one) => to.startsWith(`${one}/`)) ? undefined : says;
}

describe('the rooms', () => {
  const files = sources(['schemas', 'rules', 'functions', 'infra', 'local', 'city', 'demo'], ['.ts']);

  test('import downward only', () => {
    const faults = files.flatMap((source) => importsOf(source).flatMap((specifier) => fault(source, specifier) ?? []));
    expect(faults).toEqual([]);
    expect(files.length).toBeGreaterThan(100);
  });

  test('a forbidden import is found', () => {
    const source = { path: 'rules/x.ts', text: "import { y } from '#functions/aws/y.ts';" };
    expect(importsOf(source).map((specifier) => fault(source, specifier))).toEqual([
      'rules/x.ts imports #functions/aws/y.ts',
    ]);
  });
});
