/**
 * Every error of ours, and the errors of AWS that trying again can help.
 *
 * `name` is a literal: Step Functions matches it, and minifying must not change it. `code` is stable kebab-case: HTTP
 * shows it. `isRetryable` says whether the same call can succeed later.
 */
export abstract class DaedapError extends Error {
  abstract override readonly name: string;
  abstract readonly code: string;
  readonly isRetryable: boolean = false;
}

/** One fault of a request: where (JSON pointer) and what was expected. */
export type Fault = { readonly path: string; readonly expected: string };

/** The request breaks its schema. HTTP 400. */
export class RequestInvalid extends DaedapError {
  override readonly name = 'RequestInvalid';
  readonly code = 'request-invalid';
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map(({ path, expected }) => `${path}: ${expected}`).join('; '));
    this.faults = faults;
  }
}

/** Why something asked for is not done, though the request is well formed. The code decides the HTTP status. */
export const refusalStatus = {
  'attachments-not-open': 422,
  'idempotency-key-reused': 422,
  'idempotency-key-required': 400,
  'if-match-required': 428,
  'complaint-not-found': 404,
  'not-found': 404,
  'not-yours': 403,
  'wrong-group': 403,
  'body-too-large': 413,
  'version-stale': 409,
  'complaint-closed': 409,
  'already-answered': 409,
  'not-answered': 409,
  'not-assigned': 409,
  'already-rated': 409,
  'rating-window-closed': 409,
  'already-classified': 409,
  'kind-unknown': 422,
  'topic-unknown': 422,
  'district-unknown': 422,
  'no-address-for-notices': 422,
  'nothing-to-resume': 409,
  'department-unknown': 422,
  'person-unknown': 422,
} as const;

/** A stable code of a refusal, as HTTP shows it. */
export type RefusalCode = keyof typeof refusalStatus;

/** What was asked for is refused; `code` says why, the message says it with its values. */
export class Refused extends DaedapError {
  override readonly name = 'Refused';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Something was said while a step was deciding: the step changed nothing, and the state machine hears first.
 *
 * The workflow catches it by name and goes to `Hear`.
 */
export class Unheard extends DaedapError {
  override readonly name = 'Unheard';
  readonly code = 'unheard';
  constructor(number: string) {
    super(`complaint ${number} has signals that were not heard`);
  }
}

/** A store or a provider was busy or out of reach; the same call can succeed later. The workflow retries it by name. */
export class TransientFault extends DaedapError {
  override readonly name = 'TransientFault';
  readonly code = 'transient-fault';
  override readonly isRetryable = true;
  constructor(what: string, cause: unknown) {
    super(what, { cause });
  }
}

/** A complaint that a step was called for is not in the table. Nothing can help but a person. */
export class ComplaintMissing extends DaedapError {
  override readonly name = 'ComplaintMissing';
  readonly code = 'complaint-missing';
  constructor(number: string) {
    super(`complaint ${number} is not in the table`);
  }
}

/** The city's records lack what a step needs: an operator puts it there, then resumes. */
export class CityRecordMissing extends DaedapError {
  override readonly name = 'CityRecordMissing';
  readonly code = 'city-record-missing';
  constructor(sort: string, id: string) {
    super(`${sort} '${id}' does not exist`);
  }
}

/** A step was called for a complaint that stands elsewhere in its story. Nothing can help but a person. */
export class StageUnexpected extends DaedapError {
  override readonly name = 'StageUnexpected';
  readonly code = 'stage-unexpected';
  constructor(number: string, stage: string, step: string) {
    super(`complaint ${number} is at '${stage}', where ${step} has nothing to do`);
  }
}

/**
 * Names of errors that a state retries: ours, Lambda's and DynamoDB's passing faults, as Step Functions names them.
 *
 * @source https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html
 */
export const transientErrors = [
  'TransientFault',
  'Sandbox.Timedout',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'DynamoDb.ThrottlingException',
  'DynamoDb.ProvisionedThroughputExceededException',
  'DynamoDb.InternalServerErrorException',
  'DynamoDb.SdkClientException',
] as const;

/** A day was asked for that lies outside the years the holiday rules cover. Nothing can help until the tables grow. */
export class CalendarEnds extends DaedapError {
  override readonly name = 'CalendarEnds';
  readonly code = 'calendar-ends';
  readonly year: number;
  constructor(year: number, firstYear: number, lastYear: number) {
    super(`the calendar covers ${firstYear} to ${lastYear}; a day of ${year} was asked for`);
    this.year = year;
  }
}

/** The entries of a ledger do not tell one story: no start, a resume without a pause, or the like. */
export class LedgerBroken extends DaedapError {
  override readonly name = 'LedgerBroken';
  readonly code = 'ledger-broken';
}

/** No department takes the complaint, and the department that takes what no other does is missing. A person must add it. */
export class CentralDeskMissing extends DaedapError {
  override readonly name = 'CentralDeskMissing';
  readonly code = 'central-desk-missing';
  constructor(departmentId: string) {
    super(`no department takes this complaint, and '${departmentId}' does not exist`);
  }
}
