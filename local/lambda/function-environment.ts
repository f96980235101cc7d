import { existsSync, mkdirSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { region } from '#local/template/place.ts';
import type { AccessKeys } from '#local/wire/access-keys.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { ThreadStart } from './thread/messages.ts';

const LARGEST_LOG_BYTES = 20_000_000;

/**
 * The environment variables that a function's code sees: the template's, and those Lambda sets itself.
 *
 * @source Lambda, "Defined runtime environment variables"; left out: AWS_EXECUTION_ENV and LAMBDA_TASK_ROOT, by which
 * tools look for the X-Ray daemon, and AWS_SESSION_TOKEN
 */
export function functionEnvironment(
  definition: FunctionDefinition,
  { accessKeyId, secretAccessKey }: AccessKeys,
  endpointUrl: string,
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    _HANDLER: definition.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    ...withoutEndpoints(definition.environment),
  };
}

/** A template's variables but those that would lead a service's calls elsewhere: whatever it says, nothing here reaches a real phone. */
function withoutEndpoints(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^AWS_(ENDPOINT_URL|IGNORE_CONFIGURED_ENDPOINT)/.test(name)),
  );
}

/** What a thread of the function starts with; lays inline code down and opens the way for its log. */
export function threadStart(definition: FunctionDefinition, home: string): ThreadStart {
  const logs = join(home, 'logs');
  mkdirSync(logs, { recursive: true });
  const logFile = join(logs, `${definition.name}.log`);
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG_BYTES) truncateSync(logFile);
  const directory =
    'directory' in definition.code
      ? definition.code.directory
      : laidDown(definition.name, definition.code.zipFile, home);
  return {
    directory,
    compileCache: compileCache(directory, home),
    handler: definition.handler,
    functionName: definition.name,
    functionArn: definition.arn,
    memoryMegabytes: definition.memoryMegabytes,
    logFile,
  };
}

/** Where compiled code is kept: beside the cloud assembly it comes from, which outlives this home, or else in the home. */
function compileCache(directory: string, home: string): string {
  const beside = dirname(directory);
  return join(existsSync(join(beside, 'manifest.json')) ? beside : home, 'compile-cache');
}

/** Inline code becomes `index.js`, and finds the AWS SDK as it would on Lambda. */
function laidDown(name: string, code: string, home: string): string {
  const directory = join(home, 'functions', name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'index.js'), code);
  const modules = join(home, 'functions', 'node_modules');
  if (statSync(modules, { throwIfNoEntry: false }) === undefined) symlinkSync(installedModules(), modules);
  return directory;
}

function installedModules(): string {
  const manifest = createRequire(import.meta.url).resolve('@aws-sdk/client-dynamodb/package.json');
  return manifest.slice(0, manifest.indexOf('node_modules') + 'node_modules'.length);
}
