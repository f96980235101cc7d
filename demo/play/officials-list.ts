import type { ListedComplaint } from '#schemas/api/official-case.ts';
import type { Millis } from '../city/clock.ts';
import { readAs, type Scene } from './scene.ts';

type Page = { readonly items: readonly ListedComplaint[]; readonly cursor?: string };

/** What of this run's complaints stands in somebody's list, the one due first on top. */
export async function ownList(scene: Scene, id: string, now: Millis): Promise<ListedComplaint[]> {
  const found: ListedComplaint[] = [];
  let cursor: string | undefined;
  do {
    const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await readAs<Page>(scene, id, now, `/v1/officials/me/complaints?limit=100${from}`);
    found.push(...page.items.filter(({ number }) => scene.filed.has(number)));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}
