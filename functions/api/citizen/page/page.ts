import type { WayToFile } from '#schemas/identity.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Kind } from '#schemas/kind.ts';
import type { Period } from '#schemas/period.ts';

/** What the page tells of the city: nothing that is not public. */
export type CityState = {
  readonly kinds: readonly Kind[];
  readonly ways: readonly WayToFile[];
  readonly asOf: Instant;
  readonly time: string;
};

const units: Readonly<Record<Period['unit'], readonly [ko: string, one: string, many: string]>> = {
  'working-hours': ['근무시간', 'working hour', 'working hours'],
  days: ['일', 'day', 'days'],
  months: ['개월', 'month', 'months'],
  years: ['년', 'year', 'years'],
};

/**
 * The city's page: that it is up, what it answers by when, what filing without a name means, and where programs find it.
 *
 * A page of plain HTML that needs no script; its script only asks whether the place it stands in has something to add.
 *
 * @param time of `asOf`, as people in the city write it
 */
export function cityPage({ kinds, ways, asOf, time }: CityState): string {
  return `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>대답 Daedap</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/page.css">
<script type="module" src="/page/page.js"></script>
</head>
<body>
<a class="skip" href="#main">본문으로 <span lang="en">Skip to content</span></a>
<header>
<h1>대답 <span lang="en">Daedap</span></h1>
<p>시민의 말에, 법이 정한 날까지 답합니다.<br><span lang="en">A city answers what its citizens say, by the date that the law sets.</span></p>
<nav aria-label="개발자 안내 · For developers">
<a href="/docs"><span lang="en">API</span> 설명서 <span lang="en">documentation</span></a>
<a href="/openapi.json"><span lang="en">OpenAPI</span> 문서 <span lang="en">document</span></a>
</nav>
</header>
<main id="main">
<section aria-labelledby="state">
<h2 id="state">도시의 상태 <span lang="en">State of the city</span></h2>
<p class="up"><strong>민원을 받고 있습니다. <span lang="en">Open for complaints.</span></strong>
<span>기준 시각 <span lang="en">as of</span> <time datetime="${asOf}">${escaped(time)} <span lang="en">(Seoul)</span></time></span></p>
</section>
<div id="here" data-from="/_local/page" aria-live="off"></div>
<section aria-labelledby="kinds">
<h2 id="kinds">민원의 종류와 처리 기간 <span lang="en">Kinds of complaint and their periods</span></h2>
${kinds.length === 0 ? noKinds : tableOf(kinds)}
</section>
<section aria-labelledby="identities">
<h2 id="identities">이름을 밝히는 세 가지 방법 <span lang="en">Named, protected, anonymous</span></h2>
<dl>
${ways.map(wayOf).join('\n')}
</dl>
</section>
</main>
<footer>
<p>접수한 때에 번호와 접근 코드를 드립니다. 둘 다 있어야 민원을 볼 수 있습니다.<br>
<span lang="en">Who files gets a number and an access code; nobody sees a complaint without both.</span></p>
</footer>
</body>
</html>
`;
}

const noKinds = `<p>아직 등록된 종류가 없습니다. <span lang="en">No kinds yet: an operator keeps them by <code>PUT /v1/kinds/{id}</code>.</span></p>`;

function tableOf(kinds: readonly Kind[]): string {
  const rows = kinds.map(
    ({ name, nameEn, period, source }) =>
      `<tr><th scope="row">${escaped(name)} <span lang="en">${escaped(nameEn)}</span></th><td>${periodOf(period)}</td><td>${escaped(source)}</td></tr>`,
  );
  return `<div class="wide" tabindex="0" role="region" aria-label="표 · Table">
<table>
<thead><tr><th scope="col">종류 <span lang="en">Kind</span></th><th scope="col">기간 <span lang="en">Period</span></th><th scope="col">근거 <span lang="en">Source</span></th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>`;
}

function wayOf({ name, nameEn, text, textEn }: WayToFile): string {
  return `<dt>${escaped(name)} <span lang="en">${escaped(nameEn)}</span></dt>
<dd>${escaped(text)}<br><span lang="en">${escaped(textEn)}</span></dd>`;
}

function periodOf({ unit, count }: Period): string {
  const [ko, one, many] = units[unit];
  const korean = unit === 'working-hours' ? `${ko} ${count}시간` : `${count}${ko}`;
  return `${korean} <span lang="en">${count} ${count === 1 ? one : many}</span>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
