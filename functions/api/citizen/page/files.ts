const style = `:root { color-scheme: light dark; --ink: #17212b; --soft: #4d5a67; --paper: #fbfcfd; --card: #ffffff; --edge: #c9d2db;
  --link: #0b4fb3; --good: #0f6b3f; --good-ground: #e5f4ec; --focus: #b35900; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9eef3; --soft: #b0bcc8; --paper: #10161c; --card: #18212a; --edge: #3a4753; --link: #9cc4ff; --good: #8be0b3;
    --good-ground: #12301f; --focus: #ffb45c; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', sans-serif; overflow-wrap: break-word; }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2rem; }
footer { padding-bottom: 3rem; color: var(--soft); }
h1 { margin: 0; font-size: 2.4rem; line-height: 1.2; letter-spacing: -0.02em; }
h1 span, h2 span { font-weight: 400; color: var(--soft); }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.3rem; }
[lang='en'] { color: var(--soft); }
a { color: var(--link); }
a span[lang='en'] { color: inherit; }
nav { display: flex; flex-wrap: wrap; gap: 0.5rem; }
nav a { padding: 0.5rem 0.9rem; border: 1px solid var(--edge); border-radius: 0.6rem; background: var(--card); text-decoration: none; }
nav a:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; display: inline-block; padding: 0.5rem 1rem; }
.up { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.25rem 1.5rem; margin: 0; padding: 0.9rem 1.1rem;
  border-radius: 0.8rem; background: var(--good-ground); color: var(--good); }
.up [lang='en'] { color: inherit; }
.wide { overflow-x: auto; border: 1px solid var(--edge); border-radius: 0.8rem; background: var(--card); }
table { width: 100%; min-width: 34rem; border-collapse: collapse; }
th, td { padding: 0.6rem 0.9rem; text-align: left; vertical-align: top; border-top: 1px solid var(--edge); }
thead th { border-top: 0; color: var(--soft); font-size: 0.9rem; white-space: nowrap; }
tbody th { font-weight: 600; }
tbody th span, td span { display: block; font-weight: 400; font-size: 0.9rem; }
dt { font-weight: 600; }
dt span { font-weight: 400; }
dd { margin: 0 0 1rem; }
code { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: 0.92em; }
`;

/* The page may stand in a place that has something to add; where nothing answers, it stays as it is. */
const script = `const place = document.querySelector('[data-from]');
const answer = await fetch(place.dataset.from, { headers: { accept: 'text/html' } }).catch(() => undefined);
if (answer?.ok && answer.headers.get('content-type')?.startsWith('text/html')) place.innerHTML = await answer.text();
`;

/** The files that the city's page is made of, by name. */
export const pageFiles = {
  'page.css': { type: 'text/css; charset=utf-8', text: style },
  'page.js': { type: 'text/javascript; charset=utf-8', text: script },
} as const;
