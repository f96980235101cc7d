import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where Debian puts its browser; CHROMIUM names another place. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Whether there is a browser to test with. */
export const hasChromium = existsSync(chromiumPath);

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A headless browser without a sandbox of its own: in a container it cannot have one. */
export function openBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-extensions'];
  return chromium.launch({ executablePath: chromiumPath, args });
}

/** A page that was opened, and what happened meanwhile. */
export type Visit = { readonly page: Page; readonly requests: readonly string[]; readonly errors: readonly string[] };

/**
 * Opens an address in a window of its own, and writes down each request and each error that the page's console shows.
 *
 * @param width  of the window, in CSS pixels
 * @param scheme light or dark, as the reader's system prefers
 */
export async function visit(
  browser: Browser,
  url: string,
  { width = 1280, scheme = 'light' as 'light' | 'dark' } = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url, { waitUntil: 'networkidle' });
  return { page, requests, errors };
}

/** What axe-core finds wrong, by WCAG 2.2 A and AA and its best practices: each rule with where it is broken. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axe, 'utf8'));
  const found = (await page.evaluate(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  )) as { id: string; help: string; nodes: { target: string[] }[] }[];
  return found.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id} (${help}): ${target.join(' ')}`));
}
