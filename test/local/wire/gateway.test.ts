import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Principal, Service } from '#local/wire/aws-service.ts';
import type { Fault } from '#local/wire/faults.ts';
import { awsPlace, monday } from './aws-place.ts';

let place: Awaited<ReturnType<typeof awsPlace>>;
let done: string[];

const outside: Principal = { kind: 'outside' };
const clerk: Principal = { kind: 'role', roleName: 'clerk' };
const lambda: Principal = { kind: 'service', name: 'lambda' };

const letters: Service = {
  call: async ({ operation }) => {
    done.push(operation);
    return { done: operation };
  },
  permissions: (operation) => [{ action: `letters:${operation}`, resource: 'arn:letters:box' }],
};

const call = (principal: Principal, operation = 'Send') =>
  place.gateway.call({ principal, service: 'letters', operation, input: {} });
const fault = (rest: Partial<Fault>) =>
  place.faults.set({ service: 'letters', operation: '*', kind: 'error', ...rest });

beforeEach(async () => {
  done = [];
  place = await awsPlace();
  place.gateway.register('letters', letters);
  await place.clock.catchUp();
});

afterEach(() => place.close());

describe('a call', () => {
  test('of an outsider or of AWS itself is not judged, of a role it is', async () => {
    expect(await call(outside)).toEqual({ done: 'Send' });
    expect(await call(lambda)).toEqual({ done: 'Send' });
    await expect(call(clerk)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('is counted by service and operation', async () => {
    await Promise.all([call(outside), call(outside), call(outside, 'Read')]);
    expect(place.gateway.counts()).toEqual({ 'letters.Read': 1, 'letters.Send': 2 });
  });

  test('from outside waits while time is moved; one of a function does not', async () => {
    const end = place.quiet.begin('something slow');
    const advance = place.clock.advanceTo(monday + 1_000);
    const waiting = call(outside, 'FromOutside');
    await call(lambda, 'FromInside');
    expect(done).toEqual(['FromInside']);
    end();
    await Promise.all([advance, waiting]);
    expect(done).toEqual(['FromInside', 'FromOutside']);
  });

  test('that only waits for something does not keep the cloud busy', async () => {
    place.gateway.register('letters', { ...letters, call: () => new Promise(() => {}), waits: ['Receive'] });
    void call(outside, 'Receive');
    await place.journal.settled();
    expect(place.quiet.busy()).toEqual([]);
    void call(outside, 'Send');
    expect(place.quiet.busy()).toEqual(['letters.Send']);
  });
});

describe('faults', () => {
  test('strike as often as told, and then no more', async () => {
    fault({ count: 2, kind: 'throttle' });
    await expect(call(outside)).rejects.toMatchObject({ name: 'ThrottlingException' });
    await expect(call(outside)).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(await call(outside)).toEqual({ done: 'Send' });
    expect(place.faults.list()).toEqual([]);
  });

  test('may be limited to an operation, to a resource, and name their error', async () => {
    fault({ operation: 'Send', resource: 'other' });
    expect(await call(outside)).toEqual({ done: 'Send' });
    fault({ operation: 'Send', resource: 'box', error: 'BoxFull' });
    expect(await call(outside, 'Read')).toEqual({ done: 'Read' });
    await expect(call(outside)).rejects.toMatchObject({ name: 'BoxFull', statusCode: 500 });
  });

  test('by rate strike the same calls in every run', async () => {
    const run = async (): Promise<string> => {
      place.faults.clear();
      fault({ rate: 0.3 });
      const results = await Promise.allSettled(Array.from({ length: 40 }, () => call(outside)));
      return results.map(({ status }) => (status === 'fulfilled' ? '.' : 'x')).join('');
    };
    const first = await run();
    expect(first.split('x').length - 1).toBeGreaterThan(4);
    expect(first.split('x').length - 1).toBeLessThan(20);
    expect(await run()).toBe(first);
  });

  test('may lose the answer after the effect', async () => {
    fault({ kind: 'drop-answer', count: 1 });
    await expect(call(lambda)).rejects.toMatchObject({ name: 'SdkClientException' });
    expect(done).toEqual(['Send']);
  });

  test('may delay a call', async () => {
    fault({ kind: 'delay', delayMs: 1, count: 1 });
    expect(await call(outside)).toEqual({ done: 'Send' });
  });
});

describe('what is refused', () => {
  test('a service that is not there', async () => {
    const ask = place.gateway.call({ principal: outside, service: 'moon', operation: 'Land', input: {} });
    await expect(ask).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: "the local cloud has no service 'moon'",
    });
  });
});
