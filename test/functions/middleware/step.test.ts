import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { log } from '#functions/middleware/log.ts';
import { step } from '#functions/middleware/step.ts';
import { CityRecordMissing, TransientFault, Unheard } from '#schemas/errors.ts';
import { number } from '#test/functions/samples.ts';

const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'Assign',
  functionVersion: '1',
  invokedFunctionArn: 'arn:assign',
  memoryLimitInMB: '256',
  awsRequestId: 'request-1',
  logGroupName: 'assign',
  logStreamName: 'assign',
  getRemainingTimeInMillis: () => 15_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

const Input = z.object({ number: z.string(), execution: z.string() });
const event = { number, execution: `${number}-1` };
const named = { complaintNumber: number, executionName: `${number}-1` };

const call = (run: (input: z.infer<typeof Input>) => Promise<unknown>, given: unknown = event) =>
  step('Assign', Input, run)(given, context);

/** The lines logged so far: level, words and facts. */
const lines: unknown[] = [];
beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(log, level).mockImplementation((...line: unknown[]) => void lines.push([level, ...line]));
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  lines.length = 0;
});

describe('a step', () => {
  it('is told its input, parsed, and answers; one line says which complaint', async () => {
    expect(await call(async (input) => ({ told: input }), { ...event, more: 1 })).toEqual({ told: event });
    expect(lines).toEqual([['info', 'Assign', named]]);
  });

  it('with an input that breaks its schema does not run', async () => {
    const run = vi.fn();
    await expect(call(run, { number })).rejects.toMatchObject({ name: 'ZodError' });
    expect(run).not.toHaveBeenCalled();
    expect(lines).toEqual([
      [
        'error',
        'Assign could not be done',
        { complaintNumber: number, error: 'ZodError', places: ['execution invalid_type'], reason: undefined },
      ],
    ]);
  });

  it('that gives way to what was said leaves with the name the workflow matches, and is no error', async () => {
    await expect(call(() => Promise.reject(new Unheard(number)))).rejects.toMatchObject({ name: 'Unheard' });
    expect(lines).toEqual([['info', 'Assign gives way to what was said', { ...named, error: 'Unheard' }]]);
  });

  it.each([
    [new TransientFault('reading', undefined), 'TransientFault', 'reading'],
    [new CityRecordMissing('department', 'water-3'), 'CityRecordMissing', "department 'water-3' does not exist"],
  ])('that fails leaves with the name of its error and logs its reason: %s', async (error, name, reason) => {
    await expect(call(() => Promise.reject(error))).rejects.toBe(error);
    expect(error.name).toBe(name);
    expect(lines).toEqual([['error', 'Assign could not be done', { ...named, error: name, reason }]]);
  });

  it('that fails with an error not of ours gives away its name but not its words: they may be a person’s', async () => {
    const error = new TypeError('김하나, 010-1234-5678');
    await expect(call(() => Promise.reject(error))).rejects.toMatchObject({ name: 'TypeError', message: '' });
    expect(JSON.stringify(lines)).not.toContain('김하나');
    expect(lines).toEqual([['error', 'Assign could not be done', { ...named, error: 'TypeError', reason: undefined }]]);
  });
});
