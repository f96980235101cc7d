import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awsPlace, monday, resource } from '#test/local/wire/aws-place.ts';

let place: Awaited<ReturnType<typeof awsPlace>>;
let calls: number[];
let sent: Record<string, unknown>[];
let fails: boolean;

const MINUTE = 60_000;
const service = { kind: 'service', name: 'test' } as const;

function invoke(FunctionName: string, Payload = '{"a":1}'): Promise<Record<string, unknown>> {
  const input = { FunctionName, InvocationType: 'Event', Payload };
  return place.gateway.call({ principal: service, service: 'lambda', operation: 'Invoke', input });
}

beforeEach(async () => {
  place = await awsPlace();
  [calls, sent, fails] = [[], [], false];
  place.functions.define('listen', () => {
    calls.push(place.clock.now() - monday);
    if (fails) throw new Error('not now');
    return { heard: true };
  });
  place.gateway.register('sqs', {
    call: async ({ input }) => {
      sent.push(JSON.parse(String(input.MessageBody)));
      return {};
    },
    permissions: () => [],
  });
  await place.functions.start();
  await place.clock.catchUp();
});

afterEach(() => place.close());

describe('an event accepted for later', () => {
  test('is answered at once and then handed to the function', async () => {
    expect(await invoke('listen')).toMatchObject({ StatusCode: 202 });
    await place.quiet.whenQuiet();
    expect(calls).toEqual([0]);
  });

  test('is tried again after one and after two more virtual minutes, and then reported', async () => {
    await place.functions.provider.create(
      resource('AWS::Lambda::EventInvokeConfig', 'Config', {
        FunctionName: 'listen',
        Qualifier: '$LATEST',
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:ap-northeast-2:000000000000:dead' } },
      }),
    );
    fails = true;
    await invoke('listen');
    await place.clock.advanceTo(monday + 60 * MINUTE);
    expect(calls).toEqual([0, MINUTE, 3 * MINUTE]);
    expect(sent).toMatchObject([
      {
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: { a: 1 },
        responsePayload: { errorType: 'Error', errorMessage: 'not now' },
      },
    ]);
  });

  test('outlives its process and keeps its place among the retries', async () => {
    fails = true;
    await invoke('listen');
    await place.quiet.whenQuiet();
    await place.close.keepingHome();
    place = await awsPlace({ home: place.home });
    place.functions.define('listen', () => calls.push(place.clock.now() - monday));
    await place.functions.start();
    await place.clock.catchUp();
    await place.clock.advanceTo(monday + 60 * MINUTE);
    expect(calls).toEqual([0, MINUTE]);
  });
});

describe('what is refused at once', () => {
  test('an event that is not JSON', async () => {
    await expect(invoke('listen', '{')).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
  });

  test('an event above 1 MB', async () => {
    await expect(invoke('listen', JSON.stringify('x'.repeat(1_048_576)))).rejects.toMatchObject({
      name: 'RequestTooLargeException',
      statusCode: 413,
    });
  });
});
