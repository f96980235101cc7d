/**
 * The page that a mail to an institution leads to: number and code show the case, then it is accepted or refused.
 *
 * The number stands behind the `#` of the address and the code in the mail alone, so that neither is in anybody's log.
 */
export const transferPage = `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>이송 요청 · 대답 Daedap</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/page.css">
<script type="module" src="/transfers/transfer.js"></script>
</head>
<body>
<a class="skip" href="#main">본문으로 <span lang="en">Skip to content</span></a>
<header>
<h1>이송 요청 <span lang="en">Transfer</span></h1>
<p>메일에 적힌 민원 번호와 확인 코드를 입력해 주세요.<br><span lang="en">Enter the complaint's number and the code from the mail.</span></p>
</header>
<main id="main">
<form id="door">
<p><label for="number">민원 번호 <span lang="en">Number</span></label><br><input id="number" autocomplete="off" required maxlength="40"></p>
<p><label for="code">확인 코드 <span lang="en">Code</span></label><br><input id="code" autocomplete="off" required maxlength="20"></p>
<p><button>열기 <span lang="en">Open</span></button></p>
</form>
<p id="said" role="status"></p>
<section id="case" hidden aria-labelledby="title">
<h2 id="title"></h2>
<p id="text"></p>
<p><strong>장소 <span lang="en">Place</span></strong> <span id="location"></span></p>
<div id="files" hidden><strong>첨부파일 <span lang="en">Attachments</span></strong><ul id="list"></ul></div>
<p><strong>이송 부서와 사유 <span lang="en">From, and why</span></strong> <span id="sender"></span>: <span id="reason"></span></p>
<p><strong>기한 <span lang="en">By</span></strong> <time id="until"></time></p>
<form id="accept">
<p><label for="reference">귀 기관의 접수번호 <span lang="en">Your own number</span></label><br><input id="reference" required maxlength="60"></p>
<p><button>수락 <span lang="en">Accept</span></button></p>
</form>
<form id="refuse">
<p><label for="why">반려 사유 <span lang="en">Why you refuse</span></label><br><textarea id="why" required maxlength="1000" rows="3"></textarea></p>
<p><button>반려 <span lang="en">Refuse</span></button></p>
</form>
</section>
</main>
</body>
</html>
`;

/* Everything is shown as text: what a petitioner wrote is never markup here. */
const script = `const at = (id) => document.getElementById(id);
const say = (text) => { at('said').textContent = text; };
at('number').value = decodeURIComponent(location.hash.slice(1));

async function ask(method, what, body) {
  const answer = await fetch('/v1/transfers/' + encodeURIComponent(at('number').value) + what, {
    method,
    headers: { 'transfer-code': at('code').value, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const told = await answer.json();
  if (!answer.ok) say(told.detail);
  return answer.ok ? told : undefined;
}

/* Up to four megabytes come through the city itself; what is larger by an address that holds for a minute. */
async function download({ id, name, sizeBytes }) {
  const path = '/v1/transfers/' + encodeURIComponent(at('number').value) + '/attachments/' + id;
  const headers = { 'transfer-code': at('code').value };
  const isLarge = sizeBytes > 4194304;
  const answer = await fetch(path + (isLarge ? '?link=true' : ''), { headers });
  if (!answer.ok) {
    say((await answer.json()).detail);
    return;
  }
  if (isLarge) {
    location.assign((await answer.json()).url);
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function lineOf(file) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = file.name + ' (' + Math.ceil(file.sizeBytes / 1024) + ' KB)';
  button.addEventListener('click', () => download(file));
  const line = document.createElement('li');
  line.append(button);
  return line;
}

at('door').addEventListener('submit', async (event) => {
  event.preventDefault();
  say('');
  at('case').hidden = true;
  const found = await ask('GET', '');
  if (found === undefined) return;
  for (const id of ['title', 'text', 'sender', 'reason']) at(id).textContent = found[id];
  at('location').textContent = found.location ?? '-';
  at('files').hidden = !found.attachments?.length;
  at('list').replaceChildren(...(found.attachments ?? []).map(lineOf));
  at('until').dateTime = found.untilAt;
  at('until').textContent = new Date(found.untilAt).toLocaleString('ko-KR', { timeZone: 'Asia/Seoul' });
  for (const id of ['accept', 'refuse']) at(id).hidden = found.acceptedAt !== undefined;
  at('case').hidden = false;
});

const answers = { accept: ['/acceptance', () => ({ reference: at('reference').value })], refuse: ['/refusal', () => ({ reason: at('why').value })] };
for (const [id, [what, body]] of Object.entries(answers)) {
  at(id).addEventListener('submit', async (event) => {
    event.preventDefault();
    if ((await ask('POST', what, body())) === undefined) return;
    at('case').hidden = true;
    say(id === 'accept' ? '수락하셨습니다. Accepted.' : '반려하셨습니다. Refused.');
  });
}
`;

/** The files that the page is made of beside the style of the city's page, by name. */
export const transferFiles = {
  'transfer.js': { type: 'text/javascript; charset=utf-8', text: script },
} as const;
