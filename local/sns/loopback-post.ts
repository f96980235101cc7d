import type { Caller } from '#local/events/deliveries.ts';
import { membersOf, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';

const LONGEST_ANSWER_MS = 15_000;
const loopback = new Set(['127.0.0.1', '::1', '[::1]', 'localhost']);

/**
 * Posts notifications to HTTP endpoints of this machine, and hands every other call on.
 *
 * The local cloud speaks to nobody outside: an endpoint that is not loopback is refused for good.
 * Imitates https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html; left out: confirmation.
 */
export function withLoopbackPost(gateway: Caller): Caller {
  return {
    call: async (call) => {
      if (call.service !== 'https') return gateway.call(call);
      const url = new URL(textOf(call.input.url) ?? '');
      if (!loopback.has(url.hostname)) throw new AwsError('InvalidParameter', `${url.origin} is not on this machine`);
      const headers = Object.entries(membersOf(call.input.headers)).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=UTF-8', ...Object.fromEntries(headers) },
        body: textOf(call.input.body) ?? '',
        signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
      });
      await answer.arrayBuffer();
      if (!answer.ok) throw new AwsError('EndpointFailed', `${url.href} answered ${answer.status}`, answer.status);
      return {};
    },
  };
}
