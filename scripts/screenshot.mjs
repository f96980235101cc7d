/*
 * `npm run screenshot [-- <address>]`: docs/screenshot.png, the first page of a city that runs (http://127.0.0.1:3000), as
 * headless Chromium shows it. Nicer after `npm run demo`. CHROMIUM names another browser than Debian's.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { giveUp, root } from './require-node.mjs';

const url = process.argv[2] ?? 'http://127.0.0.1:3000';
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const WIDTH = 1200;
const HEIGHT = 900;

if (!existsSync(browserPath))
  giveUp(`${browserPath} is not there, expected Chromium: apt-get install chromium, or set CHROMIUM`);
const answer = await fetch(url).catch(() => undefined);
if (answer === undefined || !answer.ok)
  giveUp(`${url} answered ${answer?.status ?? 'nothing'}, expected a city's page: npm start`);

const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: HEIGHT },
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.screenshot({ path: join(root, 'docs', 'screenshot.png') });
} finally {
  await browser.close();
}
process.stdout.write('docs/screenshot.png is written\n');
