// A chat bot that files what people write to it and tells them how it goes. Node 20 or newer, nothing to install.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

/**
 * Opens the bot: listens for the city, and tells the city where.
 *
 * @param city  the city's API, e.g. http://127.0.0.1:3000
 * @param token gives the app's access token, as its sign-in gave it
 * @param say   brings a text to a user of the chat
 * @param port  where it listens; `endpoint`: where the city finds that, when it is not the same
 */
export async function openBot({ city, token, say, port = 0, endpoint }) {
  // All of this belongs into a database: what was told to us must survive us.
  const chats = new Map(); // number → { user, accessCode }
  const seen = new Set(); // webhook ids
  let reading = Promise.resolve();
  let secret;

  async function ask(method, path, { body, headers } = {}) {
    const answer = await fetch(city + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answered = await answer.json();
    if (!answer.ok) throw new Error(`${answered.code}: ${answered.detail}`);
    return answered;
  }
  const asApp = async () => ({ authorization: `Bearer ${await token()}` });

  /** https://github.com/standard-webhooks/standard-webhooks: whoever knows the secret signed id, time and body. */
  function isFromCity({ 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature = '' }, body) {
    if (secret === undefined) return false;
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const right = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`);
    const given = Buffer.from(signature);
    return given.length === right.length && timingSafeEqual(given, right);
  }

  /** Answers at once and reads afterwards: the next event of this complaint waits for the answer to this one. */
  function hear(headers, body) {
    const told = JSON.parse(body);
    // Comes before we know the secret, and says nothing.
    if (told.event === 'subscribed') return 204;
    if (!isFromCity(headers, body)) return 401;
    const id = headers['webhook-id'];
    if (!seen.has(id)) {
      seen.add(id);
      reading = reading.then(() => tell(told)).catch((error) => console.error(String(error)));
    }
    return 204;
  }

  /** An event says only that something happened; what it was, the complaint says to whoever has its access code. */
  async function tell({ number, event, step }) {
    const chat = chats.get(number);
    if (chat === undefined) return;
    const { status, dueAt, department, answers } = await ask('GET', `/v1/complaints/${number}`, {
      headers: { 'access-code': chat.accessCode },
    });
    const facts = [`${number} ${event === 'notice' ? `notice ${step}` : event}`, `status ${status}`];
    if (department !== undefined) facts.push(department.name);
    if (dueAt !== undefined) facts.push(`by ${dueAt}`);
    if (event === 'answered') facts.push(answers.at(-1).text);
    await say(chat.user, facts.join(', '));
  }

  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => response.writeHead(hear(request.headers, Buffer.concat(chunks).toString())).end());
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  const url = endpoint ?? `http://127.0.0.1:${server.address().port}/`;
  const subscribed = { body: { kind: 'https', url }, headers: await asApp() };
  ({ secret } = await ask('PUT', '/v1/channel-apps/me/subscription', subscribed));

  return {
    url,
    /** Files what a user wrote; their notices come by this chat, and by text message when the bot is silent. */
    async file(user, text, { phone, ...more } = {}) {
      const petitioner = { phone, notifyBy: ['channel'] };
      const headers = { ...(await asApp()), 'idempotency-key': randomUUID() };
      const body = { channel: 'chat', title: text.slice(0, 80), text, petitioner, ...more };
      const { number, accessCode } = await ask('POST', '/v1/complaints', { body, headers });
      chats.set(number, { user, accessCode });
      return { number, accessCode };
    },
    /** Resolves when everything that was heard is told. */
    told: () => reading,
    close: () => new Promise((done) => server.close(done).closeAllConnections()),
  };
}

// node bot.mjs: each line typed is a complaint. The local city signs the app in; deployed, Cognito does.
if (import.meta.filename === process.argv[1]) {
  const city = process.env.CITY ?? 'http://127.0.0.1:3000';
  const signIn = { method: 'POST', body: JSON.stringify({ as: 'app-chat' }) };
  const token = async () => (await (await fetch(`${city}/_local/sign-in`, signIn)).json()).accessToken;
  const bot = await openBot({ city, token, say: (_user, text) => console.log(`  ${text}`) });
  console.log(`The bot listens at ${bot.url}. Write what is wrong in the city:`);
  for await (const line of createInterface({ input: process.stdin })) await bot.file('you', line);
}
