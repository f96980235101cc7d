import jszip from 'jszip';
import { parse, validateHwpx } from 'kordoc';
import { describe, expect, it } from 'vitest';
import { HWPX, hwpxOf } from '#functions/documents/hwpx.ts';
import { printPage, printSafety } from '#functions/documents/print-page.ts';
import type { PrintedCase } from '#rules/printed-case.ts';

const hostile = '<script>alert(1)</script> & "따옴표" *별* | 막대 ![그림](https://example.com/a.png) DAEDAPMARK0END';
const printed: PrintedCase = {
  language: 'ko',
  title: '민원 처리 기록',
  facts: [
    { name: '번호', value: '20261123-7KQ4M2-X' },
    { name: '위치', value: hostile },
  ],
  sections: [
    { heading: '신청 내용', paragraphs: ['# 가로등 고장', hostile, '1. 하나', '- 둘', '\u0000\u0008끝'] },
    { heading: '답변', paragraphs: ['고쳤습니다.'] },
  ],
  footer: '출력 2026-11-23 09:00:00 · official-water-1',
};

describe('a case as HWPX', () => {
  it('is a zip that says first what it is, with the parts that the format asks for', async () => {
    const file = await hwpxOf(printed);
    expect(Buffer.from(file.slice(30, 38)).toString()).toBe('mimetype');
    // Stored, not deflated: the third word of the local header says how.
    expect(new DataView(file.buffer).getUint16(8, true)).toBe(0);
    const zip = await jszip.loadAsync(file);
    expect(await zip.file('mimetype')?.async('string')).toBe(HWPX);
    const parts = Object.keys(zip.files);
    for (const part of [
      'META-INF/container.xml',
      'Contents/content.hpf',
      'Contents/header.xml',
      'Contents/section0.xml',
    ]) {
      expect(parts).toContain(part);
    }
    expect(await validateHwpx(file.buffer)).toMatchObject({ ok: true });
  });

  it('read back says every text as it was, and nothing of it became layout', async () => {
    const file = await hwpxOf(printed);
    const section = (await (await jszip.loadAsync(file)).file('Contents/section0.xml')?.async('string')) ?? '';
    expect(section).not.toMatch(/<script|<hp:pic|DAEDAPMARK1END/);
    const read = await parse(file.buffer);
    if (!read.success) throw new Error('the file was not read');
    // A star that is only that has a stroke before it there.
    const said = read.markdown.replaceAll('\\', '');
    for (const { name, value } of printed.facts) expect(said).toContain(`${name} | ${value.slice(0, 8)}`);
    for (const text of [
      '가로등 고장',
      '<script>alert(1)</script>',
      '*별*',
      '1. 하나',
      '- 둘',
      '끝',
      '고쳤습니다.',
      printed.footer,
    ]) {
      expect(said, text).toContain(text);
    }
  });
});

describe('a case as a page for the printer', () => {
  const page = printPage(printed);

  it('shows every text as it was and loads nothing', () => {
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;따옴표&quot;');
    expect(page).not.toMatch(/<script|<img|<link|\ssrc=|\shref=|url\(|@import/);
    expect(page).toMatch(/^<!doctype html>\n<html lang="ko">/);
    expect(page).toContain('@page{size:A4');
  });

  it('is sent with a policy that allows its own style and nothing else', async () => {
    const policy = printSafety['content-security-policy'];
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style));
    expect(policy).toContain(`style-src 'sha256-${Buffer.from(hash).toString('base64')}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|script-src|https?:/);
  });
});
