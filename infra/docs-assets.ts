import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Of Swagger UI, what the API's description is shown with. */
const files = ['swagger-ui-bundle.js', 'swagger-ui.css'];

/**
 * Lays Swagger UI beside the function that serves it, packed: 1.9 MB become half a megabyte, a twelfth of what Lambda may answer.
 *
 * @param folder the bundle of that function
 */
export function layDocsAssets(folder: string): void {
  const home = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  mkdirSync(folder, { recursive: true });
  for (const file of files)
    writeFileSync(join(folder, `${file}.gz`), gzipSync(readFileSync(join(home, file)), { level: 9 }));
}
