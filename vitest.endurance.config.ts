import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/endurance/**/*.test.ts'],
    globalSetup: ['test/assembly.ts', 'test/run-folder.ts'],
    testTimeout: 900_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // A storm waits more than it works: beside it there is room for another.
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: '.reports/endurance.json' }]],
  },
});
