import { type City, simpleFiling } from './city.ts';
import { askForFile, type GivenFile, takeOut } from './files.ts';

async function given(file: Promise<GivenFile>, what: string): Promise<void> {
  const { status, text } = await file;
  if (status !== 200) throw new Error(`${what} was not given: ${status} ${text}`);
}

/** What desks do beside the cases themselves: filing for callers, queues, search, following, files, paper. */
export async function workAtDesks(city: City, number: string): Promise<void> {
  const token = await city.token('operator-1');
  const called = { ...simpleFiling, channel: 'phone', identity: 'protected' };
  await city.ask('POST', '/v1/officials/me/filings', { token, key: crypto.randomUUID(), body: called });
  await city.ask('GET', '/v1/officials/me/department/complaints?department=water', { token });
  await city.ask('POST', '/v1/complaints/search', { token, body: { words: '불법주차' } });
  const person = await city.personNamed(number);
  await city.ask('GET', `/v1/complaints/${number}/changes`, { token: await city.token(person) });
  for (const list of ['my-complaints', 'operator-queue', 'undelivered', 'emergency-messages']) {
    await given(takeOut(city, 'operator-1', { list }), list);
  }
  await given(takeOut(city, 'auditor-1', { list: 'search', search: { words: '불법주차' } }), 'search');
  await given(takeOut(city, 'auditor-1', { list: 'history', number }), 'history');
  await given(takeOut(city, 'operator-1', { list: 'statistics', statistics: {} }), 'statistics');
  for (const what of ['print', 'hwpx']) {
    await given(askForFile(city, person, `/v1/complaints/${number}/case/${what}`), what);
  }
}
