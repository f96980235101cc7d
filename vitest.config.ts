import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/endurance/**', 'node_modules/**'],
    // The assembly is made once, before the first tests that open a city would each begin to make it.
    globalSetup: ['test/assembly.ts', 'test/browser/say-skipped.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: '.reports/test.json' }]],
  },
});
