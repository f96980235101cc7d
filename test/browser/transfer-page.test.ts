import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { photo, upload } from '#test/journeys/attached.ts';
import { type City, openCity, sevenDays } from '#test/journeys/city.ts';
import { transferOutside } from '#test/journeys/outside.ts';
import { barriers, hasChromium, openBrowser, visit } from './chromium.ts';

// Without a browser these do not run; say-skipped.ts says so at the end of the run.
describe.runIf(hasChromium)('the page that a mail leads an institution to', () => {
  let browser: Browser;
  let city: City;
  let close: () => Promise<void>;
  beforeAll(async () => {
    browser = await openBrowser();
    ({ city, close } = await openCity());
  });
  afterAll(async () => {
    await browser?.close();
    await close?.();
  });

  test('knows the number, shows the case to the code, and accepts it, without a barrier', async () => {
    const attachments = [await upload(city, photo)];
    const { receipt, person } = await city.assigned({ ...sevenDays, text: '<b>말씀</b>드립니다.', attachments });
    const request = { institution: 'han-river-bureau', reason: '하천 소관' };
    await transferOutside(city, person, receipt.number, request);
    const [, link = '', code = ''] =
      /(http\S+)\n확인 코드 (\w{10})/.exec((await city.outbox(receipt.number)).at(-1)?.text ?? '') ?? [];
    const seen = await visit(browser, link);
    const { page } = seen;
    expect(await page.getByLabel('민원 번호').inputValue()).toBe(receipt.number);
    await page.getByLabel('확인 코드').fill('AAAAAAAAAA');
    await page.getByRole('button', { name: '열기' }).click();
    await page.getByText('no transfer has this number and this code').waitFor();
    await page.getByLabel('확인 코드').fill(code);
    await page.getByRole('button', { name: '열기' }).click();
    // What the petitioner wrote is shown as they wrote it.
    await page.getByText('<b>말씀</b>드립니다.').waitFor();
    expect(await barriers(page)).toEqual([]);
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: photo.name }).click();
    expect((await coming).suggestedFilename()).toBe(photo.name);
    await page.getByLabel('귀 기관의 접수번호').fill('하천-1');
    await page.getByRole('button', { name: '수락' }).click();
    await page.getByText('수락하셨습니다').waitFor();
    await city.rest();
    expect((await city.track(receipt)).body).toMatchObject({
      status: 'transferred',
      institution: { reference: '하천-1' },
    });
    expect(seen.requests.filter((url) => url.includes(code))).toEqual([]);
  });
});
