import { resolve } from 'node:path';
import { type City, loadCity, readCityFolder } from '#city/load-city.ts';
import { freshAssembly } from '#infra/fresh-assembly.ts';
import { type Cloud, type CloudSettings, openCloud } from '#local/cloud.ts';
import { signInFirstOperator } from './first-operator.ts';

const root = resolve(import.meta.dirname, '..');

/** Opens the local cloud with the project's template, and loads the sample city into a home that has none. */
export async function openCity(settings: Omit<CloudSettings, 'assembly' | 'prepare'>): Promise<Cloud> {
  const { directory } = await freshAssembly({ root, out: resolve(root, 'cdk.out') });
  // On one machine the servers of others are on it, too.
  const parameters = { PrivateTargets: 'loopback', ...settings.parameters };
  return openCloud({ ...settings, parameters, assembly: directory, prepare: loadSampleCity });
}

/**
 * Loads the sample city through its first operator, once in the life of a home: what operators change later stays.
 *
 * A start that was cut short has loaded a part; what is there is kept anew, which changes nothing.
 */
export async function loadSampleCity(cloud: Omit<Cloud, 'close'>): Promise<void> {
  const { journal } = cloud;
  if (journal.db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sample_city'").get() !== undefined) return;
  const city = await readCityFolder(new URL('../city/', import.meta.url));
  const operator = city.people.find(({ groups }) => groups.includes('operator'));
  if (operator === undefined) throw new Error('city/people.json names no operator: a city needs one');
  await loadCity(cloud.url, await signInFirstOperator(cloud, operator), city);
  await subscribeAuditOffice(cloud, city);
  await subscribeDutyOffice(cloud, city);
  journal.db.exec('CREATE TABLE sample_city (id INTEGER PRIMARY KEY) STRICT');
}

/** Of an emergency hears by topic whoever is on duty: on AWS the safety office subscribes, here its lead's address stands for it. */
async function subscribeDutyOffice({ gateway, stack }: Omit<Cloud, 'close'>, { people }: City): Promise<void> {
  const address = people.find(({ id }) => id === 'lead-safety')?.email;
  if (address === undefined) return;
  await gateway.call({
    principal: { kind: 'service', name: 'setup' },
    service: 'sns',
    operation: 'Subscribe',
    input: { TopicArn: stack?.outputs.EmergencyOfficialsTopicArn, Protocol: 'email', Endpoint: address },
  });
}

/** The topic of a fixed role reaches whoever subscribes; on AWS the members confirm, here the lead's address stands for them. */
async function subscribeAuditOffice(
  { gateway, stack }: Omit<Cloud, 'close'>,
  { departments, people }: City,
): Promise<void> {
  const office = departments.find(({ id }) => id === 'audit-office');
  const address = people.find(({ id }) => id === office?.leadId)?.email;
  if (address === undefined) return;
  await gateway.call({
    principal: { kind: 'service', name: 'setup' },
    service: 'sns',
    operation: 'Subscribe',
    input: { TopicArn: stack?.outputs.AuditOfficeTopicArn, Protocol: 'email', Endpoint: address },
  });
}
