import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { traceOf } from '#functions/middleware/log.ts';
import { TransientFault } from '#schemas/errors.ts';

describe('what the log says of an error', () => {
  it('is its name', () => {
    expect(traceOf(new TransientFault('reading', undefined))).toEqual({ error: 'TransientFault' });
    expect(traceOf(new TypeError('김하나'))).toEqual({ error: 'TypeError' });
    expect(traceOf('김하나')).toEqual({ error: 'unknown' });
  });

  it('is, of a value that broke its schema, where it broke and never the value', () => {
    const Person = z.strictObject({ phone: z.string().regex(/^\d+$/), language: z.enum(['ko', 'en']) });
    const { error } = Person.safeParse({ phone: '010-김하나', language: '김하나' });
    expect(traceOf(error)).toEqual({
      error: 'ZodError',
      places: ['phone invalid_format', 'language invalid_value'],
    });
  });
});
