import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printPage, printSafety } from '#functions/documents/print-page.ts';
import { barriers, hasChromium, openBrowser } from './chromium.ts';

const page = printPage({
  language: 'ko',
  title: '민원 처리 기록',
  facts: [
    { name: '번호', value: '20261123-7KQ4M2-X' },
    { name: '신청인', value: '표시하지 않음' },
  ],
  sections: [{ heading: '신청 내용', paragraphs: ['가로등 고장', '<img src=https://example.com/a.png> '.repeat(30)] }],
  footer: '출력 2026-11-23 09:00:00 · official-water-1',
});

describe.runIf(hasChromium)('a case on paper, in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test('is a page of A4 whose style its own policy lets through, asks for nothing and shuts nobody out', async () => {
    const context = await browser.newContext();
    const opened = await context.newPage();
    const asked: string[] = [];
    const errors: string[] = [];
    opened.on('console', (message) => errors.push(message.text()));
    await opened.route('**', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', headers: printSafety, body: page });
    });
    await opened.goto('http://paper.test/');
    const shade = await opened.evaluate('getComputedStyle(document.querySelector("th")).backgroundColor');
    expect(shade).toBe('rgb(238, 238, 238)');
    const pdf = (await opened.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    // 210 by 297 mm, in points.
    expect([Number(width), Number(height)].map(Math.round)).toEqual([595, 842]);
    expect(pdf).toMatch(/\/Count 1\b/);
    expect(asked).toEqual(['http://paper.test/']);
    expect(errors).toEqual([]);
    expect(await barriers(opened)).toEqual([]);
  });
});
