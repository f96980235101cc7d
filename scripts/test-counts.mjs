/* Adds up the reports of the last test runs in one plain line. */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../.reports/', import.meta.url);
const sums = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  sums.passed += report.numPassedTests;
  sums.failed += report.numFailedTests + report.numFailedTestSuites;
  sums.skipped += report.numPendingTests + report.numTodoTests;
}
const skipped = sums.skipped > 0 ? `, ${sums.skipped} skipped` : '';
process.stdout.write(`${sums.passed} passed, ${sums.failed} failed${skipped}\n`);
process.exitCode = sums.failed > 0 || sums.passed === 0 ? 1 : 0;
