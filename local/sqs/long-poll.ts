import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';

/**
 * Receives now, or waits until a message comes or the time is over.
 *
 * Imitates https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 * The wait counts in virtual time. Under a standing clock that could be for ever, and an HTTP client does not wait so long: as
 * a limit of the connection it ends after the same number of real seconds too.
 */
export async function longPoll(
  { queue, clock, waitSeconds }: { queue: Queue; clock: VirtualClock; waitSeconds: number },
  receive: () => Promise<Message[]>,
): Promise<Message[]> {
  const endsAt = clock.now() + waitSeconds * 1000;
  const limit = { reached: false };
  let wake: () => void = () => {};
  const stopListening = queue.onVisible(() => wake());
  const connection = setTimeout(() => {
    limit.reached = true;
    wake();
  }, waitSeconds * 1000);
  const timer = waitSeconds > 0 ? clock.at(endsAt, () => wake()) : undefined;
  try {
    for (;;) {
      const woken = new Promise<void>((resume) => {
        wake = resume;
      });
      const messages = await receive();
      if (messages.length > 0 || limit.reached || clock.now() >= endsAt) return messages;
      await woken;
    }
  } finally {
    stopListening();
    clearTimeout(connection);
    if (timer !== undefined) clock.cancel(timer);
  }
}
