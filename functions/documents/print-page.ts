import { createHash } from 'node:crypto';
import type { PrintedCase } from '#rules/printed-case.ts';

/** For A4 paper, in the fonts that Korean offices have; nothing is loaded from anywhere. */
const STYLE = `@page{size:A4;margin:18mm}
*{box-sizing:border-box}
body{margin:0 auto;max-width:174mm;font:11pt/1.6 "Noto Sans KR","Malgun Gothic","Apple SD Gothic Neo",sans-serif;color:#000;background:#fff}
h1{font-size:18pt;margin:0 0 6mm;text-align:center}
h2{font-size:13pt;margin:8mm 0 2mm;border-bottom:1px solid #000;break-after:avoid}
table{width:100%;border-collapse:collapse}
th,td{border:1px solid #000;padding:1.5mm 3mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{width:38mm;background:#eee;font-weight:600}
p{margin:0 0 2mm;white-space:pre-wrap;overflow-wrap:anywhere;orphans:3;widows:3}
footer{margin-top:10mm;font-size:9pt;color:#333}
tr,footer{break-inside:avoid}`;

/**
 * What the page is sent with: it may load nothing and run nothing, and of styles knows the one that stands in it, by its hash.
 * It is whole by itself, because it is opened where its address does not lead: saved, or from a program that sent the token.
 */
export const printSafety = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** A text where a page expects text: nothing in it is a tag. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A case as a page that is ready for the printer. */
export function printPage({ language, title, facts, sections, footer }: PrintedCase): string {
  const rows = facts.map(
    ({ name, value }) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`,
  );
  const parts = sections.map(
    ({ heading, paragraphs }) =>
      `<section><h2>${escaped(heading)}</h2>${paragraphs.map((text) => `<p>${escaped(text)}</p>`).join('')}</section>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)} ${escaped(facts[0]?.value ?? '')}</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1><table><tbody>${rows.join('')}</tbody></table>${parts.join('')}</main><footer>${escaped(footer)}</footer></body>
</html>
`;
}
