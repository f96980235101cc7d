import { arn } from '#local/template/place.ts';
import { physicalName, type Resource } from '#local/template/provider.ts';

type Members = Readonly<Record<string, unknown>>;

/** Where a function's code lies, or the code itself. */
export type FunctionCode = { readonly directory: string } | { readonly zipFile: string };

/** A function as the template declares it. */
export type FunctionDefinition = {
  readonly name: string;
  readonly arn: string;
  readonly code: FunctionCode;
  readonly handler: string;
  readonly runtime: string;
  readonly roleArn: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency: number | undefined;
  readonly deadLetterArn: string | undefined;
};

/**
 * Reads an `AWS::Lambda::Function`; AWS's defaults: 3 seconds, 128 MB.
 *
 * @throws FunctionNotRunnable for a runtime other than Node, or code that is not here
 * @source CloudFormation, `AWS::Lambda::Function`; left out: layers, images, VPC, file systems, SnapStart
 */
export function functionDefinition(resource: Resource): FunctionDefinition {
  const { properties } = resource;
  const name = physicalName(resource, 'FunctionName');
  const runtime = String(properties.Runtime);
  if (!runtime.startsWith('nodejs')) throw new FunctionNotRunnable(name, `runtime '${runtime}' is not one of nodejs*`);
  const reserved = properties.ReservedConcurrentExecutions;
  return {
    name,
    arn: arn('lambda', `function:${name}`),
    code: codeOf(name, members(properties.Code)),
    handler: String(properties.Handler),
    runtime,
    roleArn: String(properties.Role),
    environment: Object.fromEntries(
      Object.entries(members(members(properties.Environment).Variables)).map(([key, value]) => [key, String(value)]),
    ),
    timeoutMs: Number(properties.Timeout ?? 3) * 1_000,
    memoryMegabytes: Number(properties.MemorySize ?? 128),
    reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
    deadLetterArn: text(members(properties.DeadLetterConfig).TargetArn),
  };
}

function codeOf(name: string, code: Members): FunctionCode {
  if (typeof code.directory === 'string') return { directory: code.directory };
  if (typeof code.ZipFile === 'string') return { zipFile: code.ZipFile };
  throw new FunctionNotRunnable(
    name,
    `its code is neither a local directory nor inline: ${Object.keys(code).join(', ')}`,
  );
}

export function members(value: unknown): Members {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The template declares a function that cannot run here. */
export class FunctionNotRunnable extends Error {
  override readonly name = 'FunctionNotRunnable';
  constructor(functionName: string, reason: string) {
    super(`function '${functionName}' cannot run here: ${reason}`);
  }
}
