import type { OfficialCase } from '#schemas/api/official-case.ts';
import { atOnce } from '../at-once.ts';
import type { Millis } from '../city/clock.ts';
import { ownList } from './officials-list.ts';
import { AT_ONCE, readAs, type Scene, sayAs } from './scene.ts';
import { isClassifiedLate } from './temper.ts';

/** Some cases lie for a day. */
const LIES_FOR_MS = 72_000_000;

/**
 * The operators say what the complaints are whose words left the rules unsure. They read each case and agree with what the
 * rules thought likeliest.
 *
 * @returns how many they leave for the next day
 */
export async function workAtCentralDesk(scene: Scene, now: Millis): Promise<number> {
  const listed = await ownList(scene, scene.cast.one('operator', 0), now);
  const waiting = listed.filter(({ stage }) => stage === 'classification');
  const isLeft = ({ number, receivedAt }: (typeof waiting)[number]): boolean =>
    isClassifiedLate(scene.filed.get(number)?.row.index ?? 0) && now - Date.parse(receivedAt) < LIES_FOR_MS;
  const due = waiting.filter((complaint) => !isLeft(complaint));
  await atOnce(due, AT_ONCE, async ({ number }) => {
    const operator = scene.cast.one('operator', scene.filed.get(number)?.row.index ?? 0);
    const { version, classification } = await readAs<OfficialCase>(
      scene,
      operator,
      now,
      `/v1/complaints/${number}/case`,
    );
    await sayAs(scene, operator, now, {
      path: `/v1/complaints/${number}/classification`,
      key: `classification ${number}`,
      version,
      body: {
        kind: classification?.kind ?? 'complaint',
        topic: classification?.topic ?? 'other',
        isSimple: classification?.isSimple ?? false,
      },
    });
  });
  return waiting.length - due.length;
}
