import type * as z from 'zod';
import { reportAddress } from '#functions/aws/import-store.ts';
import { readProgress } from '#functions/aws/import-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import { ImportShown, type importOperations } from '#schemas/api/imports.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { Import } from '#schemas/import.ts';
import { fileRefusals } from '#schemas/import-file.ts';
import type { Instant } from '#schemas/instant.ts';
import type { ImportsApiSettings } from '#schemas/settings.ts';
import { importOf } from './import-of.ts';

/** How long the address of a report holds: 300 seconds (5 minutes). */
const REPORT_SECONDS = 300;

/** Shows how an import stands, with counts that grow while rows are filed. */
export async function showImport(
  { IMPORT_TABLE, IMPORT_BUCKET }: z.infer<typeof ImportsApiSettings>,
  { at, caller, params: { id } }: ApiRequest<ById<typeof importOperations, 'readImport'>>,
): Promise<Reply> {
  const found = await importOf(IMPORT_TABLE, id, caller);
  const { counts, stage } = found;
  const progress = counts === undefined || stage === 'done' ? {} : await readProgress(IMPORT_TABLE, id);
  return {
    body: ImportShown.parse({
      ...found,
      counts: counts === undefined ? undefined : { ...counts, ...progress },
      refusal: refusalOf(found),
      faults: found.faults ?? [],
      hiddenSheets: found.hiddenSheets ?? [],
      sheetsWithoutHeadings: found.sheetsWithoutHeadings ?? [],
      unknownHeadings: found.unknownHeadings ?? [],
      report: stage === 'done' ? await reportOf(IMPORT_BUCKET, found, at) : undefined,
      asOf: at,
    }),
  };
}

function refusalOf({ refusal }: Import): object | undefined {
  if (refusal === undefined) return undefined;
  const [reason, reasonEn] = fileRefusals[refusal.code];
  return { ...refusal, reason, reasonEn };
}

async function reportOf(bucket: string, { id }: Import, at: Instant): Promise<{ url: string; until: Instant }> {
  const url = await reportAddress(bucket, id, `import-${id}.xlsx`, { at, expiresIn: REPORT_SECONDS });
  return { url, until: toInstant(toMillis(at) + REPORT_SECONDS * 1_000) };
}
