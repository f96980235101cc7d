/** What people see of an e-mail. */
export type Mail = { readonly subject: string; readonly text: string };

/**
 * Subject and text of a message as it goes over the wire (RFC 5322, MIME).
 *
 * Reads encoded subjects (RFC 2047), base64 and quoted-printable bodies, and of several parts the first plain text, else the
 * first part. Left out: character sets other than UTF-8.
 */
export function readRawMail(raw: string): Mail {
  const { headers, body } = split(raw);
  return { subject: decodedWords(headers.get('subject') ?? ''), text: textOfPart(headers, body) };
}

function split(part: string): { headers: ReadonlyMap<string, string>; body: string } {
  const end = /\r?\n\r?\n/.exec(part);
  const head = end === null ? part : part.slice(0, end.index);
  const headers = new Map<string, string>();
  // A line that begins with white space goes on with the header before it.
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end === null ? '' : part.slice(end.index + end[0].length) };
}

function textOfPart(headers: ReadonlyMap<string, string>, body: string): string {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary !== undefined) {
    const parts = body
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => split(part.replace(/^\r?\n/, '')));
    const plain =
      parts.find((part) => /^text\/plain/i.test(part.headers.get('content-type') ?? 'text/plain')) ?? parts[0];
    return plain === undefined ? '' : textOfPart(plain.headers, plain.body);
  }
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return quotedPrintable(body.replace(/=\r?\n/g, ''));
  return body.trimEnd();
}

/** Undoes encoded words; white space between two of them is theirs and goes. */
function decodedWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, encoding: string, content: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64').toString('utf8')
        : quotedPrintable(content.replaceAll('_', ' ')),
    );
}

/** `=EC=9D=91` → the text whose UTF-8 bytes these are. */
function quotedPrintable(text: string): string {
  const parts = text.split(/((?:=[0-9A-F]{2})+)/i);
  return parts
    .map((part, index) => (index % 2 === 0 ? part : Buffer.from(part.replaceAll('=', ''), 'hex').toString('utf8')))
    .join('');
}
