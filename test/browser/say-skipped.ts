import { hasSoffice, sofficePath } from '#test/office/soffice.ts';
import { chromiumPath, hasChromium } from './chromium.ts';

/** Says at the end of a test run what was skipped, and why. */
export function teardown(): void {
  if (!hasChromium) {
    process.stderr.write(
      `Skipped: test/browser (the pages in a browser), because there is no Chromium at ${chromiumPath}: apt-get install chromium, or set CHROMIUM\n`,
    );
  }
  if (!hasSoffice) {
    process.stderr.write(
      `Skipped: test/office (our files in LibreOffice), because there is none at ${sofficePath}: apt-get install libreoffice-calc-nogui, or set SOFFICE\n`,
    );
  }
}
