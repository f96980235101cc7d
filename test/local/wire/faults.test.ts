import { describe, expect, test } from 'vitest';
import type { AwsCall } from '#local/wire/aws-service.ts';
import { Faults, functionErrorOf } from '#local/wire/faults.ts';

const call = (input: Record<string, unknown>): AwsCall => ({
  principal: { kind: 'service', name: 'test' },
  service: 'lambda',
  operation: 'Invoke',
  input,
});

describe('faults', () => {
  test('strike only calls whose input holds the text, so often as they were set', () => {
    const faults = new Faults();
    faults.set({ service: 'lambda', operation: 'Invoke', kind: 'throttle', input: 'n-1', count: 2 });
    expect(faults.strike(call({ Payload: '{"number":"n-2"}' }), [])).toBeUndefined();
    expect(faults.strike(call({ Payload: '{"number":"n-1"}' }), [])?.kind).toBe('throttle');
    expect(faults.list()).toMatchObject([{ count: 1 }]);
    faults.strike(call({ Payload: '{"number":"n-1"}' }), []);
    expect(faults.isEmpty).toBe(true);
  });

  test('in a function’s code come where somebody waits for its answer, not where its event is only accepted', () => {
    const faults = new Faults();
    faults.set({ service: 'lambda', operation: 'Invoke', kind: 'function-error', error: 'TransientFault' });
    expect(faults.strike(call({ InvocationType: 'Event' }), [])).toBeUndefined();
    const fault = faults.strike(call({ InvocationType: 'RequestResponse' }), []);
    expect(fault && functionErrorOf(fault)).toMatchObject({
      FunctionError: 'Unhandled',
      Payload: expect.stringContaining('"errorType":"TransientFault"'),
    });
  });
});
