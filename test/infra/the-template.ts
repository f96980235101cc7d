import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { freshAssembly } from '#infra/fresh-assembly.ts';
import { standInFunctions } from '#test/infra/stand-ins.ts';

/** The project's folder. */
export const root = resolve(import.meta.dirname, '../..');

const home = join(root, '.bundles', 'template-tests');

/** Properties of a resource, as the template writes them. */
export type Properties = Readonly<Record<string, unknown>>;

/** The template as it would be deployed, cdk-nag having agreed. Made once for all test files. */
export async function theTemplate(): Promise<TheTemplate> {
  const functions = standInFunctions(join(home, 'functions'));
  const { directory } = await freshAssembly({ root, out: join(home, 'cdk.out'), functions });
  return new TheTemplate(readFileSync(join(directory, 'Daedap.template.json'), 'utf8'));
}

/** The template, with the questions that our tests ask of it. */
export class TheTemplate {
  readonly template: Template;

  constructor(text: string) {
    this.template = Template.fromJSON(JSON.parse(text));
  }

  /** Properties of the resources of a type, by logical id. */
  all(type: string): ReadonlyMap<string, Properties> {
    const found = Object.entries(this.template.findResources(type));
    return new Map(found.map(([id, { Properties }]) => [id, Properties ?? {}]));
  }

  /** Properties of one resource. */
  one(type: string, id: string): Properties {
    const found = this.all(type).get(id);
    if (found === undefined) throw new Error(`the template has no ${type} called ${id}`);
    return found;
  }

  /** What happens to the resources of a type when the stack lets go of them, by logical id. */
  deletionPolicies(type: string): ReadonlyMap<string, unknown> {
    const found = Object.entries(this.template.findResources(type));
    return new Map(found.map(([id, { DeletionPolicy }]) => [id, DeletionPolicy]));
  }
}

/** `{ "Ref": id }`. */
export const ref = (id: string): Properties => ({ Ref: id });

/** `{ "Fn::GetAtt": [id, attribute] }`. */
export const attribute = (id: string, name = 'Arn'): Properties => ({ 'Fn::GetAtt': [id, name] });
