import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { isMembers, type Members, membersOf, textOf } from './reading.ts';
import { TemplateFault } from './template-fault.ts';

/** A template as written, with what its assets are on disk. */
export type TemplateSource = {
  readonly stackName: string;
  readonly document: Members;
  /** Absolute paths by the S3 key under which a deployment would upload them, e.g. `<hash>.zip`. */
  readonly assets: ReadonlyMap<string, string>;
};

/**
 * Reads a CDK cloud assembly (`cdk.out`): the one stack's template and where its assets lie.
 *
 * Imitates what `cdk deploy` makes of it: https://docs.aws.amazon.com/cdk/v2/guide/deploy.html (cloud assembly).
 * Left out: nested assemblies, container images, several stacks, lookups.
 *
 * @throws TemplateFault naming the file and what was expected
 */
export function readAssembly(directory: string): TemplateSource {
  const root = resolve(directory);
  const manifest = readJson(join(root, 'manifest.json'));
  const artifacts = Object.entries(membersOf(manifest.artifacts)).map(([id, artifact]) => ({ id, ...parts(artifact) }));
  const stacks = artifacts.filter((artifact) => artifact.type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    const names = stacks.map((each) => each.id).join(', ');
    throw new TemplateFault(`${root} holds ${stacks.length} stacks${names === '' ? '' : ` (${names})`}, expected one`);
  }
  const templateFile = textOf(stack.properties.templateFile);
  if (templateFile === undefined) throw new TemplateFault(`stack ${stack.id} in ${root} names no templateFile`);
  const assets = new Map<string, string>();
  for (const artifact of artifacts) {
    if (artifact.type !== 'cdk:asset-manifest') continue;
    const file = textOf(artifact.properties.file);
    if (file !== undefined) readAssets(root, file, assets);
  }
  return {
    stackName: textOf(stack.properties.stackName) ?? stack.id,
    document: readJson(join(root, templateFile)),
    assets,
  };
}

/**
 * Reads a plain template file (JSON), as `aws cloudformation deploy` would take it.
 *
 * @param assets paths by S3 key, for functions whose code is named by bucket and key; relative ones to the working folder
 */
export function readTemplateFile(
  file: string,
  { stackName, assets = {} }: { stackName: string; assets?: Readonly<Record<string, string>> },
): TemplateSource {
  return templateFrom(readJson(resolve(file)), { stackName, assets });
}

/** A template that is already parsed, with paths of its assets by S3 key. */
export function templateFrom(
  document: Members,
  { stackName, assets = {} }: { stackName: string; assets?: Readonly<Record<string, string>> },
): TemplateSource {
  const paths = Object.entries(assets).map(([key, path]): [string, string] => [key, resolve(path)]);
  return { stackName, document, assets: new Map(paths) };
}

function parts(artifact: unknown): { type: string | undefined; properties: Members } {
  const members = membersOf(artifact);
  return { type: textOf(members.type), properties: membersOf(members.properties) };
}

function readAssets(root: string, file: string, assets: Map<string, string>): void {
  for (const asset of Object.values(membersOf(readJson(join(root, file)).files))) {
    const { source, destinations } = membersOf(asset);
    const path = textOf(membersOf(source).path);
    if (path === undefined) continue;
    for (const destination of Object.values(membersOf(destinations))) {
      const key = textOf(membersOf(destination).objectKey);
      if (key !== undefined) assets.set(key, isAbsolute(path) ? path : join(root, path));
    }
  }
}

function readJson(file: string): Members {
  if (!existsSync(file)) throw new TemplateFault(`${file} does not exist: run the synth first`);
  try {
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isMembers(document)) return document;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new TemplateFault(`${file} is not JSON: ${error.message}`);
  }
  throw new TemplateFault(`${file} is not a JSON object`);
}
