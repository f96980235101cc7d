/** Elements that end a line of text. */
const lines = new Set(
  'address article aside blockquote center dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);

/** Elements whose content is not for readers. */
const unread = new Set(['head', 'script', 'style', 'title', 'xml', 'noscript', 'template']);

const named: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', middot: '·', bull: '•', hellip: '…', deg: '°' },
  ...{ ldquo: '“', rdquo: '”', lsquo: '‘', rsquo: '’', ndash: '–', mdash: '—', times: '×', copy: '©', reg: '®' },
  ...{ aacute: 'á', agrave: 'à', eacute: 'é', egrave: 'è', iacute: 'í', oacute: 'ó', uacute: 'ú', ntilde: 'ñ' },
};

/**
 * HTML as plain text: paragraphs and line breaks as lines, without mark-up, comments, styles and scripts.
 *
 * Written by hand because no HTML package is installed and text is all that is wanted; a scanner and not regular
 * expressions, so that the time it takes grows with the length alone. What only looks like mark-up (`3 < 5`, `<제목>`) stays.
 */
export function plainText(html: string): string {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) break;
    text += html.slice(at, open);
    const tag = tagAt(html, open);
    text += tag.text;
    at = tag.end;
  }
  return tidied(decoded(text + html.slice(at)));
}

/** What stands for the mark-up at `open`, and where the text goes on. */
function tagAt(html: string, open: number): { readonly text: string; readonly end: number } {
  if (html.startsWith('<!--', open)) return { text: '', end: after(html, '-->', open + 4) };
  if (html[open + 1] === '!' || html[open + 1] === '?') return { text: '', end: after(html, '>', open) };
  const [, slash, name = ''] = /^<(\/?)([a-z][a-z0-9:]*)/i.exec(html.slice(open, open + 40)) ?? [];
  if (name === '') return { text: '<', end: open + 1 };
  const end = endOfTag(html, open);
  const element = name.toLowerCase();
  if (slash === '' && unread.has(element)) return { text: '', end: afterElement(html, element, end) };
  if (element === 'br' || lines.has(element)) return { text: '\n', end };
  return { text: element === 'td' || element === 'th' ? ' ' : '', end };
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found === -1 ? html.length : found + mark.length;
}

function afterElement(html: string, element: string, from: number): number {
  const close = html.slice(from).search(new RegExp(`</${element}\\b`, 'i'));
  return close === -1 ? from : after(html, '>', from + close);
}

/** Behind the `>` that ends the tag; one in a quoted value does not, unless the quotes are never closed. */
function endOfTag(html: string, open: number): number {
  let quote = '';
  for (let at = open; at < html.length; at += 1) {
    const character = html.charAt(at);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '>') return at + 1;
    else if ((character === '"' || character === "'") && html[at - 1] === '=') quote = character;
  }
  return after(html, '>', open);
}

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));?/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    const isCharacter = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    return isCharacter ? String.fromCodePoint(point) : '\ufffd';
  });
}

function tidied(text: string): string {
  return text
    .replaceAll(/[\u200b\u2060\ufeff]/g, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
