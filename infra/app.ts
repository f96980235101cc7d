import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundle } from './bundle.ts';
import { layDocsAssets } from './docs-assets.ts';
import { DaedapStack } from './stack.ts';

/*
 * The CDK app: bundles the functions and writes the cloud assembly to CDK_OUTDIR (`cdk.out`).
 *
 * `cdk synth`, `cdk diff` and `cdk deploy` run it as cdk.json says; `npm start` and the tests by fresh-assembly.ts.
 * DAEDAP_FUNCTIONS names another folder of functions, for tests of the template alone.
 */
const root = resolve(import.meta.dirname, '..');
const functions = resolve(process.env.DAEDAP_FUNCTIONS ?? join(root, 'functions'));
// A folder of its own for each run, so that two runs at once do not meet; of the same depth, so that source maps are equal.
const bundles = join(root, '.bundles', String(process.pid));

try {
  mkdirSync(bundles, { recursive: true });
  await bundle({ root, functions, out: bundles });
  layDocsAssets(join(bundles, 'api', 'docs'));
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  new DaedapStack(app, 'Daedap', { root, functions, bundles });
  app.synth();
} finally {
  rmSync(bundles, { recursive: true, force: true });
}
