import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DescribeStateMachineForExecutionCommand, type HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import { freshAssembly } from '#infra/fresh-assembly.ts';
import { type Cloud, openCloud } from '#local/cloud.ts';
import { readAssembly } from '#local/template/assembly.ts';
import { region } from '#local/template/place.ts';
import { membersOf } from '#local/template/reading.ts';
import type { Receipt } from '#schemas/api/citizen.ts';
import { loadSampleCity } from '#scripts/open-city.ts';
import { AwsSide } from '#test/journeys/aws-side.ts';
import { type City, unsureFiling } from '#test/journeys/city.ts';

const root = resolve(import.meta.dirname, '../..');

/** Monday 23 November 2026, 09:00 in Seoul. */
const monday = Date.parse('2026-11-23T00:00:00.000Z');

/** The versions of the workflow that were recorded, the first one first. */
export const versions: readonly string[] = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** A file of a recorded version. */
export function recorded(version: string, file: string): string {
  return readFileSync(join(import.meta.dirname, version, file), 'utf8');
}

/** The workflow's definition as it is now, with its names of functions left open (`${Receive}`). */
export const definitionToday = (): string => readFileSync(join(root, 'workflows/complaint.asl.json'), 'utf8');

/**
 * Opens a city with today's functions and the definition given; the sample city is loaded into a fresh home.
 *
 * @param definition with its names of functions left open
 */
export async function openCityWith(definition: string, home: string): Promise<Cloud> {
  const { directory } = await freshAssembly({ root, out: join(root, 'cdk.out') });
  const source = readAssembly(directory);
  const resources = membersOf(source.document.Resources);
  const machine = membersOf(resources.ComplaintMachine);
  const Properties = { ...membersOf(machine.Properties), DefinitionString: definition };
  const document = { ...source.document, Resources: { ...resources, ComplaintMachine: { ...machine, Properties } } };
  return openCloud({ home, standAt: monday, template: { ...source, document }, prepare: loadSampleCity });
}

/** One complaint in each state that can wait for months, and one whose rungs are all still to come. */
export type Waiting = Readonly<Record<'AwaitAnswer' | 'AwaitRating' | 'AskForClassification' | 'Unanswered', Receipt>>;

/** Files complaints until one waits in each state. */
export async function fileUntilTheyWait(city: City): Promise<Waiting> {
  const filed = async (filing?: Record<string, unknown>): Promise<Receipt> => {
    const { body } = await city.file(filing);
    await city.rest();
    return body;
  };
  const AwaitRating = await filed();
  await answer(city, AwaitRating);
  return {
    AwaitRating,
    AwaitAnswer: await filed(),
    AskForClassification: await filed(unsureFiling),
    Unanswered: await filed({ title: '건의', text: '말씀드립니다.', kind: 'complaint' }),
  };
}

/** Lets whoever has the case answer it. */
export async function answer(city: City, { number }: Receipt): Promise<void> {
  const person = await city.personNamed(number);
  const { etag } = await city.case(person, number);
  await city.answer(person, number, etag);
  await city.rest();
}

/** The history of a complaint's first execution. */
export async function historyOf(city: City, { number }: Receipt): Promise<HistoryEvent[]> {
  const aws = await AwsSide.of(city);
  try {
    return await aws.events(`${number}-1`);
  } finally {
    aws.close();
  }
}

/** The definition by which a complaint's first execution runs. */
export async function definitionOf({ url, stack, roles }: Cloud, { number }: Receipt): Promise<string> {
  const machine = String(stack?.outputs.StateMachineArn);
  const states = new SFNClient({
    endpoint: url,
    region,
    credentials: roles.administratorKeys(),
  });
  try {
    const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${number}-1`;
    const { definition } = await states.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    return String(definition);
  } finally {
    states.destroy();
  }
}
