import jszip from 'jszip';
import { markdownToHwpx } from 'kordoc';
import type { PrintedCase } from '#rules/printed-case.ts';

/** What an HWPX file says of itself. @source KS X 6101 (OWPML) */
export const HWPX = 'application/hwp+zip';

/** The parts of the file in which text stands. */
const TEXTS = ['Contents/section0.xml', 'Preview/PrvText.txt'] as const;

/** Signs that XML has no place for. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NO_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

const escaped = (text: string): string =>
  text.replaceAll(NO_XML, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * A case as an HWPX file, Korea's open format of documents.
 *
 * The layout is written as Markdown with a mark in every place where text belongs, and the texts are put in for the marks
 * afterwards: so no star, bar or address in what somebody wrote is taken for layout, or for a picture to be loaded.
 */
export async function hwpxOf({ title, facts, sections, footer }: PrintedCase): Promise<Uint8Array<ArrayBuffer>> {
  const texts: string[] = [];
  const mark = (text: string): string => `DAEDAPMARK${texts.push(text) - 1}END`;
  const markdown = [
    `# ${mark(title)}`,
    '',
    ...tableOf(facts.map(({ name, value }) => [mark(name), mark(value)])),
    '',
    ...sections.flatMap(({ heading, paragraphs }) => [
      `## ${mark(heading)}`,
      '',
      ...paragraphs.flatMap((paragraph) => [mark(paragraph), '']),
    ]),
  ].join('\n');
  const file = await jszip.loadAsync(await markdownToHwpx(markdown, { page: { size: 'A4', footer: mark(footer) } }));
  for (const part of TEXTS) {
    const kept = await file.file(part)?.async('string');
    if (kept === undefined) throw new Error(`the HWPX file has no part ${part}`);
    const put = (_: string, index: string): string => written(part, texts[Number(index)] ?? '');
    file.file(part, kept.replaceAll(/DAEDAPMARK(\d+)END/g, put));
  }
  // Whoever looks into the file finds first, and as it is, what it is.
  file.file('mimetype', HWPX, { compression: 'STORE' });
  return new Uint8Array(await file.generateAsync({ type: 'arraybuffer', compression: 'DEFLATE', mimeType: HWPX }));
}

const written = (part: (typeof TEXTS)[number], text: string): string =>
  part.endsWith('.xml') ? escaped(text) : text.replaceAll(NO_XML, '');

/** The first row of a table in Markdown is its heading, and a heading has to stand there. */
function tableOf(rows: readonly (readonly [string, string])[]): string[] {
  const [first = ['', ''], ...others] = rows.map((row) => [...row]);
  return [first, ['---', '---'], ...others].map((row) => `| ${row.join(' | ')} |`);
}
