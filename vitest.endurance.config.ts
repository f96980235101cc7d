import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/endurance/**/*.test.ts'],
    globalSetup: ['test/assembly.ts'],
    testTimeout: 900_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
    reporters: ['default', ['json', { outputFile: '.reports/endurance.json' }]],
  },
});
