import type { OutboxMessage } from '#local/outbox/outbox.ts';
import { escaped, type Html, time } from './html.ts';

const MOST_PLACES = 8;
const MOST_MESSAGES = 6;

/** What left the city, as the phones and inboxes in which it arrived; those with the newest messages first. */
export function outboxView(messages: readonly OutboxMessage[]): Html {
  if (messages.length === 0) return '<p>Nothing was sent yet.</p>';
  const places = new Map<string, OutboxMessage[]>();
  for (const message of messages.toReversed()) {
    const key = `${message.protocol === 'sms' ? 'phone' : 'inbox'} ${message.to}`;
    places.set(key, [message, ...(places.get(key) ?? [])]);
  }
  const shown = [...places].slice(0, MOST_PLACES).map(([key, received]) => placeView(key, received));
  const rest =
    places.size > MOST_PLACES
      ? `<p class="soft">And ${places.size - MOST_PLACES} more. All of it: <a href="/_local/outbox">/_local/outbox</a>.</p>`
      : '';
  return `<ul class="places">\n${shown.join('\n')}\n</ul>${rest}`;
}

function placeView(key: string, messages: readonly OutboxMessage[]): Html {
  const isPhone = key.startsWith('phone ');
  const to = key.slice(6);
  const shown = messages.slice(-MOST_MESSAGES);
  const items = shown.map(
    ({ at, subject, text, topic }) =>
      `<li>${subject === undefined ? '' : `<strong>${escaped(subject)}</strong> `}<span lang="ko">${escaped(text.trim())}</span> <small>${time(Date.parse(at))}${topic === undefined ? '' : ` · topic ${escaped(topic)}`}</small></li>`,
  );
  const earlier = messages.length > shown.length ? `, the last ${shown.length} of ${messages.length}` : '';
  return `<li class="${isPhone ? 'phone' : 'inbox'}"><h3>${isPhone ? 'Phone' : 'Inbox'} ${escaped(to)}<span class="soft">${earlier}</span></h3><ol>${items.join('')}</ol></li>`;
}
