import { resolve } from 'node:path';
import { freshAssembly } from '#infra/fresh-assembly.ts';

const root = resolve(import.meta.dirname, '..');

/** Makes the cloud assembly before any test opens a city. */
export default async function makeAssembly(): Promise<void> {
  await freshAssembly({ root, out: resolve(root, 'cdk.out') });
}
