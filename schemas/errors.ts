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
  constructor(faults: readonly Fault[], options?: ErrorOptions) {
    super(faults.map(({ path, expected }) => `${path}: ${expected}`).join('; '), options);
    this.faults = faults;
  }
}

/** The request's cursor was not given by the list it asks. HTTP 400. */
export class CursorUnknown extends RequestInvalid {
  constructor(options?: ErrorOptions) {
    super([{ path: '/query/cursor', expected: 'the cursor that this list gave' }], options);
  }
}

/** Why something asked for is not done, though the request is well formed: the HTTP status, and what it means. */
export const refusals = {
  'idempotency-key-required': [400, 'A filing needs the header Idempotency-Key, 16 to 128 characters.'],
  'wrong-group': [403, 'The token is good, but its groups may not do this.'],
  'not-yours': [403, 'The case is your department’s, but neither you nor your team has it.'],
  'own-approval': [
    403,
    'A message to many is approved by another person than any who wrote it, whatever account they use.',
  ],
  'own-proposal': [403, 'A special result is confirmed by another person than who proposed it.'],
  'complaint-not-found': [404, 'No complaint has this number, or not with this access code, or it is none of yours.'],
  'attachment-not-found': [404, 'The case has no such attachment.'],
  'absence-not-yours': [403, 'An absence is recorded by the person, the lead of their department, or an operator.'],
  'not-found': [404, 'Nothing is at this address.'],
  'version-stale': [409, 'The case has changed since you read it: read it again, then decide.'],
  'complaint-closed': [409, 'Nothing more can be said to a complaint that is closed or withdrawn.'],
  'not-assigned': [409, 'The complaint is not there yet: nobody has it to answer, or nobody was asked to classify it.'],
  'already-extended': [409, 'A deadline is extended once.'],
  'clock-paused': [409, 'The clock stands until the petitioner has given what was asked for.'],
  'deadline-passed': [409, 'The deadline has passed: neither extension nor pause gives time back.'],
  'supplement-pending': [409, 'The petitioner was asked for something, and has time left to give it.'],
  'supplement-asked-twice': [409, 'A petitioner is asked for a supplement at most twice.'],
  'nothing-asked': [409, 'The city has asked for nothing, or it was given.'],
  'closure-too-early': [
    409,
    'A case is closed without answer only after two requests in vain, when the second term has ended.',
  ],
  'same-department': [409, 'The department has the case already.'],
  'department-barred': [409, 'This report may not go to that department.'],
  'nothing-to-refuse': [409, 'Only a case that another department passed on is given back.'],
  'in-adjudication': [409, 'Departments disagree whose the case is: the adjudicating desk decides.'],
  adjudicated: [409, 'The adjudicating desk has decided whose the case is; it passes no more.'],
  'no-draft': [409, 'There is no such draft to approve or give back; another may stand in its place.'],
  'already-assigned': [409, 'Words are corrected before the complaint is assigned; afterwards the official asks.'],
  'not-rated': [409, 'Whoever has rated the answer may ask again.'],
  'question-window-closed': [409, 'The time in which the petitioner could ask again has ended.'],
  'rounds-used-up': [409, 'The city answers a complaint at most three times.'],
  'anonymous-filing': [
    409,
    'An anonymous filing has no petitioner’s rights: it is neither rated, asked again, corrected, supplemented nor taken back, and nobody can be asked.',
  ],
  'transfer-pending': [409, 'An institution was asked to take the case, and has time left to say so.'],
  'transfer-ended': [
    409,
    'The time to accept this transfer has ended, or it was refused: the case is the city’s again.',
  ],
  'day-begun': [409, 'A day that has passed is decreed no more, and one that has begun is not called off.'],
  'already-decided': [409, 'Somebody has confirmed or declined this special result.'],
  'already-counted': [409, 'This change of the calendar is in the ledger.'],
  'already-classified': [409, 'The complaint is classified, as this or just now.'],
  'already-answered': [409, 'The complaint has been answered.'],
  'not-answered': [409, 'There is no answer to rate yet.'],
  'already-rated': [409, 'An answer is rated once.'],
  'rating-window-closed': [409, 'The time in which this answer could be rated has ended.'],
  'told-otherwise': [409, 'The notice does not wait for the app: it has left by another way.'],
  'attachment-being-cleaned': [409, 'What the file tells about its maker is being removed: ask again in a moment.'],
  'attachment-withheld': [409, 'What the file tells about its maker could not be removed: nobody gets it.'],
  'import-not-uploaded': [409, 'The file of this import was not uploaded yet.'],
  'import-ended': [409, 'The import has ended: another file is another import.'],
  'nothing-to-resume': [409, 'The complaint is not in the operator’s queue.'],
  'not-awaiting-approval': [409, 'Nobody is asked to approve this message now.'],
  'approval-stale': [409, 'Text or audience are not what was shown: read the message again, then approve.'],
  'limit-exceeded': [409, 'The message exceeds a quota or the spending limit, and the approval does not accept that.'],
  'message-gone-out': [409, 'A message that is being sent or has ended is not edited: correct it.'],
  'message-ended': [409, 'The message has ended: there is nothing left to cancel.'],
  'not-sending': [409, 'Only a message that is being sent can pause.'],
  'still-sending': [409, 'A message is corrected once it has ended, or was cancelled.'],
  'nobody-got-it': [409, 'Nobody got this message, so nobody needs its correction.'],
  'follows-another': [409, 'A correction, an all clear and a newsletter have no correction of their own.'],
  'same-audience-only': [409, 'What follows a message goes to exactly its people; a message keeps its purpose.'],
  'code-wrong': [409, 'This is not the code that was sent last, or it has expired, or was tried five times.'],
  'too-many-codes': [429, 'An address gets at most three codes an hour.'],
  'deputy-absent': [409, 'The deputy is absent for part of that time.'],
  'deputy-circle': [409, 'The deputy is absent in that time, and the way of their deputies leads back to the person.'],
  'not-undelivered': [409, 'The notice is not in the list of undelivered ones, or is just being sent.'],
  'body-too-large': [413, 'A body has at most 262,144 bytes.'],
  'export-too-large': [422, 'A file has at most 5,000 rows: narrow the list, by days for example.'],
  'idempotency-key-reused': [422, 'This Idempotency-Key was used with another body.'],
  'attachments-too-many': [422, 'A filing, supplement, question or answer has at most ten attachments.'],
  'attachment-unknown': [422, 'No upload of yours has this id, or it was not filed within a day.'],
  'attachment-missing': [422, 'Nothing was uploaded yet to the address that was given for it.'],
  'attachment-used': [422, 'An upload is filed once: it belongs to a complaint already.'],
  'attachment-type': [422, 'By its content the file is none of the types that are taken, whatever its name says.'],
  'attachment-too-large': [422, 'A file, or all of them together, has more bytes than are taken of its kind.'],
  'attachment-tells-who': [
    422,
    'What such a file tells about its maker cannot be removed for sure: a protected reporter sends it in another form.',
  ],
  'audience-count-wrong': [422, 'The number that was typed is not how many the dry run counts.'],
  'no-address-for-notices': [422, 'notifyBy names a way for which the petitioner gives no address.'],
  'endpoint-forbidden': [
    422,
    'An app is told at a public https address or a FIFO queue that is not the city’s own: nothing inside is called.',
  ],
  'endpoint-redirects': [422, 'The endpoint sends on to another address, which is never followed.'],
  'endpoint-silent': [422, 'The endpoint did not answer its first message with 2xx within five seconds.'],
  'extension-too-long': [422, 'An extension is at most as long as the period.'],
  'day-off-already': [422, 'This day is a Saturday, a Sunday or a holiday already.'],
  'case-not-counted': [422, 'The case does not count for this department in this month.'],
  'ward-unknown': [422, 'The district has no such ward, or no district is given.'],
  'kind-unknown': [422, 'The city has no such kind of complaint.'],
  'department-unknown': [422, 'The city has no such department.'],
  'absence-without-time': [422, 'An absence ends after it begins.'],
  'absence-over': [422, 'An absence that has ended is not recorded.'],
  'deputy-unknown': [422, 'The city knows no such person.'],
  'deputy-self': [422, 'Nobody stands in for themselves.'],
  'deputy-of-another-department': [422, 'A deputy is of the same department.'],
  'deputy-no-official': [422, 'A deputy is an official or a lead; a director’s can be a director.'],
  'institution-unknown': [422, 'The city knows no such institution outside.'],
  'endpoint-not-public': [422, 'A server of an institution is called by https at a public address.'],
  'if-match-required': [428, 'The header If-Match is needed, with the ETag of the case that was read.'],
} as const satisfies Readonly<Record<string, readonly [status: number, means: string]>>;

/** A stable code of a refusal, as HTTP shows it. */
export type RefusalCode = keyof typeof refusals;

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

/** A notice's text names something that its complaint does not have: it is not sent, and a person must look. */
export class WordingIncomplete extends DaedapError {
  override readonly name = 'WordingIncomplete';
  readonly code = 'wording-incomplete';
  constructor(step: string, fact: string) {
    super(`the notice '${step}' names '${fact}', which the complaint does not have`);
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

/** A message to many that a step was called for is not in the table. Nothing can help but a person. */
export class MessageMissing extends DaedapError {
  override readonly name = 'MessageMissing';
  readonly code = 'message-missing';
  constructor(id: string) {
    super(`message ${id} is not in the table`);
  }
}

/** Everybody who could take the complaint is named in it, or of the department of somebody who is. A person must find somebody else. */
export class AllBarred extends DaedapError {
  override readonly name = 'AllBarred';
  readonly code = 'all-barred';
  constructor(number: string) {
    super(`everybody who could take complaint ${number} is named in it, or of the department of somebody who is`);
  }
}

/** No department takes the complaint, and the department that takes what no other does is missing. A person must add it. */
export class CentralDeskMissing extends DaedapError {
  override readonly name = 'CentralDeskMissing';
  readonly code = 'central-desk-missing';
  constructor(departmentId: string) {
    super(`no department takes this complaint, and '${departmentId}' does not exist`);
  }
}
