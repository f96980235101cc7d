import { headingsIn } from '#rules/imports/headings.ts';
import { FileRefused } from '#schemas/import-errors.ts';
import type { Heading, SheetRow } from '#schemas/import-file.ts';

/**
 * The headings in a row, if it is the row of headings.
 *
 * @throws FileRefused when no file may have such headings
 */
export function findHeadings(row: SheetRow): readonly Heading[] | undefined {
  const found = headingsIn(row);
  if (found === undefined || 'headings' in found) return found?.headings;
  throw new FileRefused(found.refused, found.found);
}
