import type { Receipt } from '#schemas/api/citizen.ts';
import { atOnce } from '../at-once.ts';
import { Declined } from '../city/api.ts';
import type { Millis } from '../city/clock.ts';
import type { FilingRow, RowFault } from '../reading/filings.ts';
import { AT_ONCE, type Scene, sayAs } from './scene.ts';

/**
 * Files rows through the channel apps.
 *
 * @param onFiled called after each row, for whoever watches
 * @returns the rows that the city declined, with its reason; the others are in the scene
 */
export async function fileRows(
  scene: Scene,
  rows: readonly FilingRow[],
  now: Millis,
  onFiled: () => void,
): Promise<RowFault[]> {
  const faults = await atOnce(rows, AT_ONCE, async (row): Promise<RowFault[]> => {
    try {
      const { number, accessCode } = await sayAs<Receipt>(scene, scene.cast.appFor(row.filing.channel), now, {
        path: '/v1/complaints',
        key: `row ${row.row}`,
        body: row.filing,
      });
      scene.filed.set(number, { row, number, accessCode });
      onFiled();
      return [];
    } catch (error) {
      if (!(error instanceof Declined) || error.status === 401 || error.status === 403) throw error;
      return [{ row: row.row, reason: `the city declined it: ${error.message}` }];
    }
  });
  return faults.flat();
}

/** Hours from the start at which filings come in, with the share of rows in by then: the last ones after the cut-off. */
const waves = [
  { hours: 0, share: 0.5 },
  { hours: 3, share: 0.75 },
  { hours: 8.5, share: 0.9 },
  { hours: 10, share: 1 },
] as const;

/** Spreads rows, in their order, over the first day. */
export function inWaves(
  rows: readonly FilingRow[],
  start: Millis,
): { readonly at: Millis; readonly rows: readonly FilingRow[] }[] {
  const placeOf = (share: number): number => Math.round(rows.length * share);
  return waves
    .map(({ hours, share }, index) => ({
      at: start + hours * 3_600_000,
      rows: rows.slice(placeOf(waves[index - 1]?.share ?? 0), placeOf(share)),
    }))
    .filter((wave) => wave.rows.length > 0);
}
