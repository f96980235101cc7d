import type { DynamoDBRecord } from 'aws-lambda';
import type * as z from 'zod';
import { readImport } from '#functions/aws/import-table.ts';
import { startExecution } from '#functions/aws/state-machine.ts';
import { log, traceOf } from '#functions/middleware/log.ts';
import { ImportId } from '#schemas/import.ts';
import type { ImportRelaySettings } from '#schemas/settings.ts';

type Settings = z.infer<typeof ImportRelaySettings>;

/**
 * Looks at each import that the records name, and starts its execution if it was asked for and is not begun.
 *
 * @returns the first record of each import that could not be looked at: the stream brings it again
 */
export async function relayImports(settings: Settings, records: readonly DynamoDBRecord[]): Promise<string[]> {
  const firsts = new Map<string, string>();
  for (const { dynamodb, eventID } of records) {
    const pk = dynamodb?.Keys?.pk?.S ?? '';
    if (pk.startsWith('import#') && !firsts.has(pk)) firsts.set(pk, dynamodb?.SequenceNumber ?? eventID ?? '');
  }
  const failures = await Promise.all(
    [...firsts].map(async ([pk, first]) => {
      const id = ImportId.parse(pk.slice('import#'.length));
      try {
        await lookAt(settings, id);
        return [];
      } catch (error) {
        log.warn('looked at in vain', { importId: id, ...traceOf(error) });
        return [first];
      }
    }),
  );
  return failures.flat();
}

async function lookAt({ IMPORT_TABLE, IMPORT_MACHINE_ARN }: Settings, id: ImportId): Promise<void> {
  const found = await readImport(IMPORT_TABLE, id);
  if (found?.stage !== 'started' || found.started >= found.execution) return;
  await startExecution(IMPORT_MACHINE_ARN, `${id}-${found.execution}`, { id });
}
