import { describe, expect, it } from 'vitest';
import { problemOf } from '#functions/middleware/problem.ts';
import { Problem } from '#schemas/api/problem.ts';
import {
  ComplaintMissing,
  type RefusalCode,
  Refused,
  RequestInvalid,
  refusals,
  TransientFault,
} from '#schemas/errors.ts';
import { number } from '#test/functions/samples.ts';

const type = (code: string): string => `urn:daedap:problem:${code}`;

/** The public promise: which refusal has which status. */
const statuses: Readonly<Record<RefusalCode, number>> = {
  'idempotency-key-required': 400,
  'own-approval': 403,
  'not-awaiting-approval': 409,
  'approval-stale': 409,
  'export-too-large': 422,
  'limit-exceeded': 409,
  'message-gone-out': 409,
  'message-ended': 409,
  'not-sending': 409,
  'still-sending': 409,
  'nobody-got-it': 409,
  'follows-another': 409,
  'same-audience-only': 409,
  'code-wrong': 409,
  'too-many-codes': 429,
  'audience-count-wrong': 422,
  'wrong-group': 403,
  'not-yours': 403,
  'complaint-not-found': 404,
  'absence-not-yours': 403,
  'not-found': 404,
  'told-otherwise': 409,
  'endpoint-forbidden': 422,
  'endpoint-redirects': 422,
  'endpoint-silent': 422,
  'version-stale': 409,
  'complaint-closed': 409,
  'not-assigned': 409,
  'already-extended': 409,
  'clock-paused': 409,
  'deadline-passed': 409,
  'supplement-pending': 409,
  'supplement-asked-twice': 409,
  'nothing-asked': 409,
  'closure-too-early': 409,
  'same-department': 409,
  'department-barred': 409,
  'nothing-to-refuse': 409,
  'in-adjudication': 409,
  adjudicated: 409,
  'no-draft': 409,
  'already-assigned': 409,
  'not-rated': 409,
  'question-window-closed': 409,
  'rounds-used-up': 409,
  'anonymous-filing': 409,
  'transfer-pending': 409,
  'transfer-ended': 409,
  'day-begun': 409,
  'already-counted': 409,
  'already-classified': 409,
  'already-answered': 409,
  'not-answered': 409,
  'already-rated': 409,
  'rating-window-closed': 409,
  'import-not-uploaded': 409,
  'import-ended': 409,
  'nothing-to-resume': 409,
  'deputy-absent': 409,
  'deputy-circle': 409,
  'not-undelivered': 409,
  'body-too-large': 413,
  'idempotency-key-reused': 422,
  'attachments-too-many': 422,
  'attachment-unknown': 422,
  'attachment-missing': 422,
  'attachment-used': 422,
  'attachment-type': 422,
  'attachment-too-large': 422,
  'attachment-tells-who': 422,
  'attachment-not-found': 404,
  'attachment-being-cleaned': 409,
  'attachment-withheld': 409,
  'no-address-for-notices': 422,
  'extension-too-long': 422,
  'day-off-already': 422,
  'ward-unknown': 422,
  'case-not-counted': 422,
  'own-proposal': 403,
  'already-decided': 409,
  'kind-unknown': 422,
  'department-unknown': 422,
  'absence-without-time': 422,
  'absence-over': 422,
  'deputy-unknown': 422,
  'deputy-self': 422,
  'deputy-of-another-department': 422,
  'deputy-no-official': 422,
  'institution-unknown': 422,
  'endpoint-not-public': 422,
  'if-match-required': 428,
};
const codes = Object.keys(statuses).filter((code): code is RefusalCode => code in statuses);

describe('a problem', () => {
  it.each(codes)('of the refusal %s has its status, its code and its words', (code) => {
    const problem = problemOf(new Refused(code, 'the fact with its values'));
    expect(Problem.parse(problem)).toEqual(problem);
    expect(problem).toMatchObject({
      type: type(code),
      status: refusals[code][0],
      code,
      detail: 'the fact with its values',
    });
    expect(problem.title).toMatch(/^[A-Z][a-z ]+$/);
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
