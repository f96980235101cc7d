import { type FixtureDoorParts, fixtureDoor } from '#local/step-functions/fixture-door.ts';
import { parsedJson } from '#local/template/reading.ts';
import type { Handler } from './front-door.ts';
import { sendJson } from './problem.ts';

/** The conformance runner's fixture door, behind the front door. */
export function fixtureRoom(parts: FixtureDoorParts): Handler {
  const answer = fixtureDoor(parts);
  return async (request, response) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const path = (request.url ?? '/').split('?')[0] ?? '/';
      const { status, body } = (await answer(
        request.method ?? 'GET',
        path,
        parsedJson(Buffer.concat(chunks).toString()),
      )) ?? {
        status: 404,
        body: { message: `no fixture at ${path}` },
      };
      sendJson(response, status, body);
    } catch (error) {
      sendJson(response, 500, { message: error instanceof Error ? error.message : String(error) });
    }
  };
}
