import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '#schemas/api/operations.ts';
import { type City, openCity } from '#test/journeys/city.ts';
import { barriers, hasChromium, openBrowser, type Visit, visit } from './chromium.ts';

// Without a browser these do not run; say-skipped.ts says so at the end of the run.
describe.runIf(hasChromium)('in a browser', () => {
  let browser: Browser;
  let city: City;
  let close: () => Promise<void>;
  beforeAll(async () => {
    browser = await openBrowser();
    ({ city, close } = await openCity());
    await city.file();
    await city.file({ title: '가로등이 꺼졌습니다' });
    await city.advance('P2D');
  });
  afterAll(async () => {
    await browser?.close();
    await close?.();
  });

  /** What a page asked of others than the city. */
  const foreign = ({ requests }: Visit): string[] =>
    requests.filter((url) => !url.startsWith(city.url) && !url.startsWith('data:'));

  test.each([
    ['on a wide screen', { width: 1280, scheme: 'light' }],
    ['in the dark', { width: 1280, scheme: 'dark' }],
    ['at 320 pixels', { width: 320, scheme: 'light' }],
  ] as const)('the city’s page has no barrier %s, asks nobody else and does not scroll sideways', async (_, look) => {
    const seen = await visit(browser, `${city.url}/`, look);
    await seen.page.getByRole('heading', { name: 'Clock' }).waitFor();
    expect(await barriers(seen.page)).toEqual([]);
    expect(foreign(seen)).toEqual([]);
    expect(seen.errors).toEqual([]);
    expect(await seen.page.evaluate('document.documentElement.scrollWidth')).toBe(look.width);
  });

  test('a button moves the clock, and the page then shows the later time', async () => {
    const { page } = await visit(browser, `${city.url}/`);
    const before = await page.locator('.clock time').getAttribute('datetime');
    await page.getByRole('button', { name: '1 hour on' }).press('Enter');
    await page.waitForURL(/#clock$/);
    await page.getByRole('heading', { name: 'Clock' }).waitFor();
    expect(await page.locator('.clock time').getAttribute('datetime')).not.toBe(before);
    const { body } = await city.ask<{ now: string }>('GET', '/_local/clock');
    expect(Date.parse(body.now) - Date.parse(before ?? '')).toBe(3_600_000);
  });

  test('each execution has a page with its history and the path it took, without a barrier', async () => {
    const { page } = await visit(browser, `${city.url}/`);
    await page.getByRole('region', { name: 'Executions' }).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Its history' }).waitFor();
    expect(await page.locator('svg .entered').count()).toBeGreaterThan(5);
    expect(await page.getByRole('row', { name: /Task state entered AwaitAnswer/ }).count()).toBeGreaterThan(0);
    expect(await barriers(page)).toEqual([]);
  });

  test('the description shows every operation, without a barrier, and asks nobody else', async () => {
    const seen = await visit(browser, `${city.url}/docs`);
    await seen.page.locator('.opblock').first().waitFor();
    expect(await seen.page.locator('.opblock').count()).toBe(operations.length);
    await seen.page.locator('.opblock-summary-control').first().click();
    await seen.page.locator('.opblock-body').waitFor();
    expect(await barriers(seen.page)).toEqual([]);
    expect(foreign(seen)).toEqual([]);
    expect(seen.errors).toEqual([]);
  });
});
