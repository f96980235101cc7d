/** What a handler's thread is given when it starts. */
export type ThreadStart = {
  readonly directory: string;
  /** As the template has it: `index.handler`. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
  readonly logFile: string;
  /** The folder of V8's compiled code. */
  readonly compileCache: string;
};

/** One invocation, on its way to the thread. */
export type Invocation = {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  readonly timeoutMs: number;
  readonly traceId: string;
};

/** An error as Lambda tells it in the payload. */
export type ToldError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
};

/** What a thread says. `payload` is JSON text. */
export type ThreadWord =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-failed'; readonly error: ToldError }
  | { readonly kind: 'answered'; readonly requestId: string; readonly payload: string }
  | { readonly kind: 'failed'; readonly requestId: string; readonly error: ToldError }
  | { readonly kind: 'not-json'; readonly requestId: string; readonly message: string };

/**
 * An error as Lambda's Node runtime tells it.
 *
 * @source "Lambda function errors in Node.js"
 */
export function toldError(thrown: unknown, errorType?: string): ToldError {
  if (!(thrown instanceof Error))
    return { errorType: errorType ?? typeof thrown, errorMessage: String(thrown), trace: [] };
  return { errorType: errorType ?? thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
}
