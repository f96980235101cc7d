import type { ServerResponse } from 'node:http';
import { Temporal } from 'temporal-polyfill';
import { escaped } from '#local/drawing/svg.ts';

/** HTML that is safe as it stands. */
export type Html = string;

export { escaped };

/** Where the template's region lies: times are shown as they are told there. */
export const zone = 'Asia/Seoul';

/** An instant as it is told in the zone, to the second; machine-readable beside. */
export function time(atMs: number): Html {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs);
  const told = at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' });
  return `<time datetime="${new Date(atMs).toISOString()}">${told.replace('T', ' ')}</time>`;
}

/** A whole page of the local cloud. */
export function page(title: string, body: Html): Html {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · local cloud</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_local/page/page.css">
</head>
<body class="local alone">
<a class="skip" href="#main">Skip to content</a>
<header><nav aria-label="Local cloud"><a href="/">To the city’s page</a></nav></header>
<main id="main">
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

const safety = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/** Answers text of a kind. */
export function send(response: ServerResponse, status: number, text: string, type = 'text/html'): void {
  if (response.destroyed) return;
  const body = Buffer.from(text);
  response.writeHead(status, { ...safety, 'content-type': `${type}; charset=utf-8`, 'content-length': body.length });
  response.end(body);
}

/** Sends the reader on to another page. */
export function sendOn(response: ServerResponse, to: string): void {
  if (response.destroyed) return;
  response.writeHead(303, { location: to, 'content-length': 0, 'cache-control': 'no-store' });
  response.end();
}
