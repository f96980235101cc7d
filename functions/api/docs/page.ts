/** The page that shows the API's description. */
export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Daedap API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/docs.css">
<script defer src="/docs/swagger-ui-bundle.js"></script>
<script defer src="/docs/docs.js"></script>
</head>
<body>
<header>
<nav aria-label="Daedap"><a href="/">Daedap 대답</a> <a href="/openapi.json">openapi.json</a></nav>
</header>
<div id="docs"><main><h1>Daedap API</h1><p>The description is being read. It is also a document: <a href="/openapi.json">openapi.json</a>.</p></main></div>
</body>
</html>
`;

/**
 * Starts Swagger UI on our own description, asking nobody else.
 *
 * Two things it would put inside a button (a link, another button) stay out, and its headings are told in order: screen readers need both.
 */
export const docsScript = `const place = document.querySelector('#docs');
new MutationObserver(() => {
  for (const [headings, level] of [['h3.opblock-tag', '2'], ['.opblock h4', '3'], ['.opblock h5', '4'], ['.models h4', '2']]) {
    for (const heading of place.querySelectorAll(headings)) heading.setAttribute('aria-level', level);
  }
  for (const about of place.querySelectorAll('.information-container:not([role])')) {
    about.setAttribute('role', 'region');
    about.setAttribute('aria-label', 'About');
  }
}).observe(place, { childList: true, subtree: true });
SwaggerUIBundle({
  url: '/openapi.json',
  domNode: place,
  deepLinking: false,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  plugins: [() => ({ wrapComponents: { CopyToClipboardBtn: () => () => null } })],
});
`;

/** What Swagger UI's own style leaves too pale to read, and our line above it. */
export const docsStyle = `body { margin: 0; background: #ffffff; color: #1b2733; font-family: system-ui, sans-serif; }
header nav { display: flex; gap: 1.5rem; padding: 0.8rem 1.25rem; border-bottom: 1px solid #c9d2db; }
header a, .swagger-ui .info a, .swagger-ui .info .base-url, .swagger-ui a.nostyle:focus, .swagger-ui .link .url { color: #0b4fb3; }
.swagger-ui .info .title small { background: #4d5a67; }
.swagger-ui .info .title small.version-stamp { background: #3f6212; }
.swagger-ui .info .title small pre { color: #ffffff; }
.swagger-ui .btn.authorize { border-color: #0f6b3f; color: #0f6b3f; }
.swagger-ui .btn.authorize svg { fill: #0f6b3f; }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1d5fa8; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #17703f; }
.swagger-ui .opblock.opblock-put .opblock-summary-method { background: #8a5200; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #a5201a; }
.swagger-ui .opblock .opblock-section-header h4, .swagger-ui .parameter__type, .swagger-ui .parameter__in, .swagger-ui .tab li { color: #1b2733; }
.swagger-ui .parameter__name.required::after, .swagger-ui .parameter__name.required span { color: #a5201a; }
.swagger-ui .btn.execute { background: #1d5fa8; border-color: #1d5fa8; }
/* Its own colours mark numbers and words, some too pale to read. */
.swagger-ui .highlight-code .microlight span { color: #e9eef3 !important; }
:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
`;
