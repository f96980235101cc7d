import { describe, expect, it } from 'vitest';
import { problemOf } from '#functions/middleware/problem.ts';
import { Problem } from '#schemas/api/problem.ts';
import {
  ComplaintMissing,
  type RefusalCode,
  Refused,
  RequestInvalid,
  refusalStatus,
  TransientFault,
} from '#schemas/errors.ts';
import { number } from '#test/functions/samples.ts';

const type = (code: string): string => `https://github.com/daedap/daedap/blob/main/docs/errors.md#${code}`;
const codes = Object.keys(refusalStatus).filter((code): code is RefusalCode => code in refusalStatus);

describe('a problem', () => {
  it.each(codes)('of the refusal %s has its status, its code and its words', (code) => {
    const problem = problemOf(new Refused(code, 'the fact with its values'));
    expect(Problem.parse(problem)).toEqual(problem);
    expect(problem).toMatchObject({
      type: type(code),
      status: refusalStatus[code],
      code,
      detail: 'the fact with its values',
    });
    expect(problem.title).toMatch(/^[A-Z][a-z ]+$/);
    expect(problem.status).toBeGreaterThanOrEqual(400);
    expect(problem.status).toBeLessThan(500);
  });

  it('of a request that breaks its schema names each fault', () => {
    const faults = [{ path: '/body/text', expected: 'a text' }];
    expect(problemOf(new RequestInvalid(faults))).toEqual({
      type: type('request-invalid'),
      title: 'Request invalid',
      status: 400,
      code: 'request-invalid',
      detail: '/body/text: a text',
      faults,
    });
  });

  it('of a passing fault asks to try again, without what was busy', () => {
    expect(problemOf(new TransientFault(`reading complaint ${number}`, new Error('table complaints')))).toEqual({
      type: type('transient-fault'),
      title: 'Try again',
      status: 503,
      code: 'transient-fault',
      detail: 'a part of the system was busy; the same request can succeed later',
    });
  });

  it.each([[new ComplaintMissing(number)], [new TypeError('김하나 is not a function')], ['김하나'], [undefined]])(
    'of anything else is a fault without its words: %s',
    (error) => {
      expect(problemOf(error)).toEqual({
        type: type('fault'),
        title: 'Fault',
        status: 500,
        code: 'fault',
        detail: 'the system could not do this; the operators have been told',
      });
    },
  );
});
