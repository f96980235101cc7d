import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Where the database program for this platform lies.
 *
 * @throws DatabaseMissing when its package is not installed
 */
export function dynoxideBinary(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`@dynoxide/${platform}/package.json`);
    const binary = join(dirname(manifest), process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
    if (existsSync(binary)) return binary;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error;
  }
  throw new DatabaseMissing(platform);
}

/** No database program is installed for this platform. */
export class DatabaseMissing extends Error {
  override readonly name = 'DatabaseMissing';
  constructor(platform: string) {
    super(
      `no package '@dynoxide/${platform}'; run npm ci, or set DAEDAP_DYNAMODB_ENDPOINT to a running DynamoDB Local`,
    );
  }
}
