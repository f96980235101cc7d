/**
 * An error as an AWS service answers it.
 *
 * `name` is the code an SDK matches on (`ResourceNotFoundException`); `statusCode` is HTTP's; a retryable one is tried
 * again by SDKs.
 */
export class AwsError extends Error {
  override readonly name: string;
  readonly statusCode: number;
  /** Further members of the error's shape, e.g. `CancellationReasons`. */
  readonly facts: Readonly<Record<string, unknown>>;
  constructor(name: string, message: string, statusCode = 400, facts: Record<string, unknown> = {}) {
    super(message);
    this.name = name;
    this.statusCode = statusCode;
    this.facts = facts;
  }
}
