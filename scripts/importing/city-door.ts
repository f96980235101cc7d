import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AskedImport, ImportShown } from '#schemas/api/imports.ts';

/** Something that whoever called the command can mend. */
export class CannotImport extends Error {
  override readonly name = 'CannotImport';
}

/** Where the city is, and who imports: by a token of theirs, or as somebody of a city on this machine. */
export type Where = { readonly url: string; readonly as: string; readonly token?: string | undefined };

const Problem = z.object({ code: z.string(), detail: z.string() }).partial();

/** The city's doors as an official's program uses them. */
export class CityDoor {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** @throws CannotImport when no city answers there, or nobody of that name can sign in */
  static async open({ url, as, token }: Where): Promise<CityDoor> {
    if (token !== undefined) return new CityDoor(url, token);
    const body = JSON.stringify({ as });
    const answer = await sent(`${url}/_local/sign-in`, { method: 'POST', body });
    if (answer.status !== 200) {
      throw new CannotImport(
        `nobody signs in as '${as}' at ${url} (${answer.status}): say who with --as, such as --as lead-central-desk`,
      );
    }
    return new CityDoor(url, z.object({ accessToken: z.string() }).parse(await answer.json()).accessToken);
  }

  /** Uploads a file and starts its import; gives its id. */
  async start(fileName: string, file: Buffer, more: Readonly<Record<string, string>>): Promise<string> {
    const sha256 = createHash('sha256').update(file).digest('hex');
    const body = { fileName, sizeBytes: file.length, sha256, ...more };
    const asked = AskedImport.parse(await this.#ask('POST', '/v1/imports', body));
    if (asked.upload === undefined) throw new CannotImport(`import ${asked.id} takes no file any more`);
    const { url, method, headers } = asked.upload;
    const { 'content-length': _length, ...others } = headers;
    const put = await sent(url, { method, headers: others, body: new Uint8Array(file) });
    if (put.status !== 200) throw new CannotImport(`the upload was answered ${put.status}: ${await put.text()}`);
    await this.#ask('POST', `/v1/imports/${asked.id}/start`);
    return asked.id;
  }

  async read(id: string): Promise<ImportShown> {
    return ImportShown.parse(await this.#ask('GET', `/v1/imports/${id}`));
  }

  /** The template, as bytes. */
  async template(): Promise<Buffer> {
    const answer = await sent(`${this.#url}/v1/imports/template`, {
      headers: { authorization: `Bearer ${this.#token}` },
    });
    if (answer.status !== 200) throw new CannotImport(`the template was answered ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await sent(`${this.#url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const told: unknown = await answer.json();
    if (answer.ok) return told;
    const { code = '', detail = '' } = Problem.safeParse(told).data ?? {};
    throw new CannotImport(`${method} ${path} was answered ${answer.status} ${code}: ${detail}`);
  }
}

/** @throws CannotImport when nobody answers */
async function sent(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new CannotImport(
      `no city answers at ${new URL(url).origin} (${why}): start one with npm start, or say where with --url`,
    );
  }
}

/** The report of an import that is done, as bytes. */
export async function downloaded(url: string): Promise<Buffer> {
  const answer = await sent(url, {});
  if (answer.status !== 200) throw new CannotImport(`the report was answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}
