/** Someone who can sign in. */
type Person = { readonly id: string; readonly groups: readonly string[] };

/** A city that has just come up. */
export type UpCity = {
  readonly url: string;
  readonly seconds: number;
  readonly clock: { readonly isRunning: boolean; now(): number };
  readonly people: readonly Person[];
  /** The folder of its data. */
  readonly home: string;
};

const NAMED = 4;
const groupOrder = ['channel-app', 'official', 'lead', 'director', 'operator', 'auditor'];

/**
 * What `npm start` says once the city is up: where it is, who can sign in, and a complaint to paste.
 *
 * The commands need bash (or any POSIX shell), curl and sed; the second one reads what the first one was answered.
 */
export function welcome({ url, seconds, clock, people, home }: UpCity): string {
  const time = clock.isRunning
    ? 'runs with real time'
    : `is virtual and stands at ${new Date(clock.now()).toISOString()} until it is moved`;
  return `Daedap is up at ${url} (${seconds.toFixed(1)} s). Its page: ${url}/  Its API: ${url}/docs
The clock ${time}; move it on the page.

Who can sign in, by POST ${url}/_local/sign-in {"as":"<id>"}:
${peopleLines(people).join('\n')}

File a complaint, and follow it (in another terminal):

${fileCommand(url)}

${followCommand(url)}

Let a city work for some days: npm run demo
Its data lies in ${home}; deleting that folder is a fresh city. Ctrl-C stops it.
`;
}

/** Files a complaint as a channel app does and keeps the answer, which it shows, in FILED. */
export function fileCommand(url: string): string {
  const filing = JSON.stringify({
    channel: 'web',
    title: '불법주차 단속 요청',
    text: '초등학교 정문 앞 불법주차 차량을 단속해 주세요.',
    district: 'gangnam',
    petitioner: { name: '홍길동', phone: '010-1234-5678', notifyBy: ['sms'] },
  });
  const token = `$(curl -s ${url}/_local/sign-in -d '{"as":"app-web"}' | ${member('accessToken')})`;
  return [
    `FILED=$(curl -s ${url}/v1/complaints -H "authorization: Bearer ${token}"`,
    `-H 'content-type: application/json' -H "idempotency-key: first-complaint-$(date +%s)"`,
    `-d '${filing}'); echo "$FILED"`,
  ].join(' \\\n  ');
}

/** Follows the complaint that was filed, by its number and access code. */
export function followCommand(url: string): string {
  const filed = (name: string): string => `$(echo "$FILED" | ${member(name)})`;
  return `curl -s "${url}/v1/complaints/${filed('number')}" \\\n  -H "access-code: ${filed('accessCode')}"; echo`;
}

function member(name: string): string {
  return `sed 's/.*"${name}":"//; s/".*//'`;
}

function peopleLines(people: readonly Person[]): string[] {
  const groups = [...new Set([...groupOrder, ...people.flatMap((person) => person.groups)])];
  return groups.flatMap((group) => {
    const ids = people
      .filter((person) => person.groups.includes(group))
      .map(({ id }) => id)
      .sort();
    if (ids.length === 0) return [];
    const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
    return [`  ${group.padEnd(12)} ${ids.slice(0, NAMED).join(', ')}${more}`];
  });
}
