import { defineConfig } from 'vitest/config';

/** Where whole cities and towns are opened: they share a process, and with it the code that is warm. */
const cities = ['test/*.test.ts', 'test/{local,journeys,browser,demo,examples,upgrades,scripts}/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
    // A process for each file costs more than most files: 29 s of CPU against 57 for those without a city (measured).
    isolate: false,
    reporters: ['default', ['json', { outputFile: '.reports/test.json' }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'cities',
          include: cities,
          globalSetup: ['test/assembly.ts', 'test/run-folder.ts', 'test/browser/say-skipped.ts'],
          setupFiles: ['test/leave-no-mocks.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: ['test/endurance/**', ...cities, 'node_modules/**'],
          setupFiles: ['test/fresh-modules.ts', 'test/leave-no-mocks.ts'],
        },
      },
    ],
  },
});
