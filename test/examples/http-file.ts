/** A request of a `.http` file. */
export type HttpRequest = {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** The status that its comment promises. */
  readonly answers: number;
  /** IntelliJ's script on the answer, if it has one. */
  readonly script: string;
};

/** A request that was played, and what it was answered. */
export type Played = { readonly request: HttpRequest; readonly status: number; readonly body: unknown };

/** Reads a `.http` file: `@name = value` lines and requests between `###`. */
export function readHttpFile(text: string): { variables: Map<string, string>; requests: HttpRequest[] } {
  const variables = new Map(
    [...text.matchAll(/^@(\w+)\s*=\s*(.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  return {
    variables,
    requests: text
      .split(/^###.*$/m)
      .slice(1)
      .map(readRequest),
  };
}

function readRequest(block: string): HttpRequest {
  const script = /^> \{%([\s\S]*?)%\}/m.exec(block)?.[1] ?? '';
  const lines = block.replace(/^> \{%[\s\S]*?%\}/m, '').split('\n');
  const request = lines.filter((line) => !line.startsWith('#'));
  const first = request.findIndex((line) => line.trim() !== '');
  const blank = request.findIndex((line, index) => index > first && line.trim() === '');
  const [method = '', url = ''] = (request[first] ?? '').split(' ');
  return {
    name: /^# @name (\w+)/m.exec(block)?.[1] ?? '',
    method,
    url,
    headers: request.slice(first + 1, blank).map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    }),
    body: request.slice(blank).join('\n').trim(),
    answers: Number(/^# Answers (\d+)/m.exec(block)?.[1]),
    script,
  };
}

/**
 * Plays a file from the top, as VS Code's REST Client (`{{name.response.body.$.path}}`) and IntelliJ's client (scripts) do.
 *
 * @param city where the city is, instead of where the file says
 * @throws Error naming a variable that nothing has set
 */
export async function playHttpFile(text: string, city: string): Promise<Played[]> {
  const { variables, requests } = readHttpFile(text);
  const known = new Map<string, string>([...variables, ['city', city]]);
  const played: Played[] = [];
  for (const request of requests) {
    const response = await fetch(filled(request.url, known), {
      method: request.method,
      headers: request.headers.map(([name, value]): [string, string] => [name, filled(value, known)]),
      ...(request.body === '' ? {} : { body: filled(request.body, known) }),
    });
    const said = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const body: unknown = isJson ? JSON.parse(said) : said;
    played.push({ request, status: response.status, body });
    for (const [path, value] of leaves(body)) known.set(`${request.name}.response.body.$.${path}`, value);
    for (const [name, value] of response.headers) known.set(`${request.name}.response.headers.${name}`, value);
    const client = { global: { set: (name: string, value: string) => known.set(name, value) } };
    const headers = { valueOf: (name: string) => response.headers.get(name) };
    if (request.script !== '') new Function('client', 'response', request.script)(client, { body, headers });
  }
  return played;
}

function filled(text: string, known: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{(.+?)\}\}/g, (_, name: string) => {
    if (name === '$guid' || name === '$uuid') return crypto.randomUUID();
    // The names of headers are told in any case.
    const key = name.replace(/(?<=\.headers\.).*/, (header) => header.toLowerCase());
    const value = known.get(key);
    if (value === undefined) throw new Error(`nothing has set {{${name}}}`);
    return value;
  });
}

function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, path === '' ? name : `${path}.${name}`));
}
