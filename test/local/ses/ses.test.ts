import { afterEach, beforeEach, expect, test } from 'vitest';
import { signedFetch } from '../signed-fetch.ts';
import { hour, type Town, town } from '../town.ts';

let place: Town;
beforeEach(async () => {
  place = await town();
});
afterEach(() => place.close());

const FromEmailAddress = 'City <no-reply@city.example>';
const simple = (subject: string, text: string) => ({
  Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } },
});

test('an e-mail lands in the outbox, once for each recipient', async () => {
  const body = JSON.stringify({
    FromEmailAddress,
    Destination: { ToAddresses: ['Kim <kim@home.example>'], CcAddresses: ['lee@home.example'] },
    Content: simple('접수', '민원이 접수되었습니다'),
  });
  const answer = await signedFetch(place, 'ses', 'POST', '/v2/email/outbound-emails', {
    body,
    headers: { 'content-type': 'application/json' },
  });
  expect([answer.status, await answer.json()]).toEqual([200, { MessageId: expect.any(String) }]);
  const mail = { at: place.at(0), protocol: 'email', subject: '접수', text: '민원이 접수되었습니다' };
  expect(place.outbox.messages()).toEqual([
    { ...mail, to: 'kim@home.example' },
    { ...mail, to: 'lee@home.example' },
  ]);
});

test('a raw e-mail is read: encoded subject, first plain text of several parts', async () => {
  const raw = [
    'From: a@city.example',
    `Subject: =?UTF-8?B?${Buffer.from('답변').toString('base64')}?= ready`,
    'Content-Type: multipart/alternative; boundary="edge"',
    '',
    '--edge',
    'Content-Type: text/html',
    '',
    '<p>no</p>',
    '--edge',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '=EB=8B=B5 is =',
    'here',
    '--edge--',
  ].join('\r\n');
  await place.aws('ses', 'SendEmail', {
    Destination: { ToAddresses: ['kim@home.example'] },
    Content: { Raw: { Data: Buffer.from(raw).toString('base64') } },
  });
  expect(place.outbox.messages()[0]).toMatchObject({ subject: '답변 ready', text: '답 is here\r\n' });
});

test('the outbox is asked by recipient and from an instant on', async () => {
  const sendTo = (to: string) =>
    place.aws('ses', 'SendEmail', { FromEmailAddress, Destination: { ToAddresses: [to] }, Content: simple('s', to) });
  await sendTo('a@x.example');
  await place.pass(hour);
  await sendTo('a@x.example');
  await sendTo('b@x.example');
  const texts = async (query: string) =>
    ((await place.control(`outbox${query}`)).body.messages as { at: string; to: string }[]).map((each) => [
      each.at,
      each.to,
    ]);
  expect(await texts('?to=a@x.example')).toEqual([
    [place.at(0), 'a@x.example'],
    [place.at(hour), 'a@x.example'],
  ]);
  expect(await texts(`?since=${place.at(hour)}`)).toEqual([
    [place.at(hour), 'a@x.example'],
    [place.at(hour), 'b@x.example'],
  ]);
  expect(await texts(`?to=a@x.example&since=${place.at(hour + 1)}`)).toEqual([]);
  expect((await place.control('outbox?since=yesterday')).status).toBe(400);
});

test('an e-mail to nobody, to no address or without a text is refused', async () => {
  for (const wrong of [{ Destination: {} }, { Destination: { ToAddresses: ['nobody'] } }, { Content: {} }]) {
    const input = {
      FromEmailAddress,
      Destination: { ToAddresses: ['a@x.example'] },
      Content: simple('s', 't'),
      ...wrong,
    };
    await expect(place.aws('ses', 'SendEmail', input)).rejects.toMatchObject({ name: 'BadRequestException' });
  }
  expect(place.outbox.messages()).toEqual([]);
});
