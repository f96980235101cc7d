import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** What a channel app sends, and the key under which it repeats it. */
export type KeyedFiling = { readonly key: string; readonly body: Record<string, unknown> };

const samples = new URL('../../city/sample-complaints.csv', import.meta.url);

/** So many filings: the city's sample complaints over and over, each with a telephone number of its own. */
export function filings(count: number): KeyedFiling[] {
  const rows: Record<string, string>[] = parse(readFileSync(samples), { columns: true, bom: true });
  return Array.from({ length: count }, (_, index) => {
    const filled = Object.entries(rows[index % rows.length] ?? {}).filter(([, value]) => value !== '');
    const { name, phone: _phone, notifyBy: _notifyBy, ...filing } = Object.fromEntries(filled);
    const phone = `010-7${String(index).padStart(3, '0')}-${String(1000 + index)}`;
    return { key: `kill-storm-filing-${index}`, body: { ...filing, petitioner: { name, phone, notifyBy: ['sms'] } } };
  });
}
