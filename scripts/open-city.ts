import { resolve } from 'node:path';
import { type City, loadCity, readCityFolder } from '#city/load-city.ts';
import { freshAssembly } from '#infra/fresh-assembly.ts';
import { type Cloud, type CloudSettings, openCloud } from '#local/cloud.ts';
import { signInFirstOperator } from './first-operator.ts';

const root = resolve(import.meta.dirname, '..');

/** Opens the local cloud with the project's template, and loads the sample city into a home that has none. */
export async function openCity(settings: Omit<CloudSettings, 'assembly' | 'prepare'>): Promise<Cloud> {
  const { directory } = await freshAssembly({ root, out: resolve(root, 'cdk.out') });
  return openCloud({ ...settings, assembly: directory, prepare: loadSampleCity });
}

/** Loads the sample city through its first operator, unless all of it is there. */
export async function loadSampleCity(cloud: Omit<Cloud, 'close'>): Promise<void> {
  const city = await readCityFolder(new URL('../city/', import.meta.url));
  const known = new Set(cloud.signIn.people().map(({ id }) => id));
  // A start that was cut short has loaded a part; what is there is kept anew, which changes nothing.
  if (city.people.every(({ id }) => known.has(id))) return;
  const operator = city.people.find(({ groups }) => groups.includes('operator'));
  if (operator === undefined) throw new Error('city/people.json names no operator: a city needs one');
  await loadCity(cloud.url, await signInFirstOperator(cloud, operator), city);
  await subscribeAuditOffice(cloud, city);
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
