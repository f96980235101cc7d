import type * as z from 'zod';
import { readCity } from '#functions/aws/city-table.ts';
import { keepChange } from '#functions/aws/complaint-change.ts';
import { readDocket } from '#functions/aws/complaint-table.ts';
import { HWPX, hwpxOf } from '#functions/documents/hwpx.ts';
import { printPage, printSafety } from '#functions/documents/print-page.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { type PrintedCase, printedCase } from '#rules/printed-case.ts';
import { OfficialCase } from '#schemas/api/official-case.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { printOperations } from '#schemas/api/print.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { PrintApiSettings } from '#schemas/settings.ts';
import { readCase } from '../official/read-case.ts';

type Settings = z.infer<typeof PrintApiSettings>;
type Request = Pick<ApiRequest<ById<typeof printOperations, 'printCase'>>, 'at' | 'caller' | 'params' | 'query'>;

/** How often it is recorded anew because somebody said something meanwhile. */
const LAPS = 8;

/** A case as a page for the printer, for who may see it. */
export async function printCase(settings: Settings, request: Request): Promise<Reply> {
  const printed = await recorded(settings, request, 'html');
  return { body: printPage(printed), headers: printSafety };
}

/** A case as an HWPX file, for who may see it. */
export async function printCaseAsHwpx(settings: Settings, request: Request): Promise<Reply> {
  const printed = await recorded(settings, request, 'hwpx');
  const [number] = printed.facts;
  return {
    body: await hwpxOf(printed),
    headers: {
      'content-type': HWPX,
      'content-disposition': `attachment; filename="${number?.value}.hwpx"`,
      'x-content-type-options': 'nosniff',
    },
  };
}

/**
 * The case as it is printed; that it was stands in its audit trail before it is given.
 *
 * @throws Refused as readCase; `not-yours` for an institution, which is shown a part of it
 */
async function recorded(settings: Settings, request: Request, format: 'html' | 'hwpx'): Promise<PrintedCase> {
  const { at, caller, params, query } = request;
  const { body } = await readCase(settings, { at, caller, params, query: {} });
  const shown = OfficialCase.safeParse(body).data;
  if (shown === undefined) throw new Refused('not-yours', 'the case is printed by the city’s own');
  const id = shown.classification?.kind;
  const kind = id === undefined ? undefined : await readCity(settings.CITY_TABLE, 'kind', id);
  await record(settings.COMPLAINT_TABLE, shown.number, request, format);
  const { language } = query;
  return printedCase(shown, { by: caller.id, kind: language === 'ko' ? kind?.name : kind?.nameEn, language });
}

async function record(table: string, number: string, { at, caller }: Request, format: string): Promise<void> {
  for (let lap = 0; lap < LAPS; lap += 1) {
    const found = await readDocket(table, number);
    if (found === undefined) throw new Refused('complaint-not-found', `no complaint has the number ${number}`);
    const kept = await keepChange(table, number, {
      desk: found.desk,
      isSeen: false,
      telling: { at, actor: { kind: 'person', id: caller.id }, action: 'case-printed', facts: { format } },
    });
    if (kept.done) return;
  }
  throw new TransientFault(`complaint ${number} moved ${LAPS} times while it was printed`, undefined);
}
