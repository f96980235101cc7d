import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { KindId } from '#schemas/kind.ts';
import { TopicId } from '#schemas/topic.ts';
import type { Example } from './learn-lexicon.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** One row of city/sample-complaints.csv, as text. */
export const SampleRow = z.strictObject({
  channel: z.enum(['web', 'app', 'phone', 'sms', 'chat', 'visit']),
  language: z.enum(['ko', 'en']),
  kind: z.union([KindId, z.literal('')]),
  district: z.string(),
  title: z.string().min(1).max(200),
  text: z.string().min(1).max(20_000),
  name: z.string(),
  phone: z.string().regex(/^(010-0000-\d{4})?$/),
  notifyBy: z.enum(['sms', '']),
});
const Label = z.strictObject({ title: z.string(), kind: KindId, topic: TopicId, isSimple: z.boolean() });

/** The sample city's complaints, row by row. */
export const sampleRows = z.array(SampleRow).parse(parse(read('../../city/sample-complaints.csv'), { columns: true }));

const labels = z.array(Label).parse(JSON.parse(read('../city/sample-labels.json')));

/** The sample complaints with what a person judged them to be. */
export const examples: readonly Example[] = sampleRows.map(({ title, text }, index) => {
  const label = labels[index];
  if (label?.title !== title) throw new Error(`row ${index + 1} '${title}' has no label of its own`);
  return { ...label, text };
});
