import { chromiumPath, hasChromium } from './chromium.ts';

/** Says at the end of a test run what was skipped, and why. */
export function teardown(): void {
  if (hasChromium) return;
  process.stderr.write(
    `Skipped: test/browser (the pages in a browser), because there is no Chromium at ${chromiumPath}: apt-get install chromium, or set CHROMIUM\n`,
  );
}
