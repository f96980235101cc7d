/**
 * The program of a function's thread: loads the bundle and calls its handler, one invocation at a time.
 *
 * Imitates the Node runtime of Lambda; left out: response streaming, layers, extensions, callbackWaitsForEmptyEventLoop.
 */
import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { type Handler, loadHandler } from './load-handler.ts';
import { printInto } from './log-file.ts';
import { type Invocation, type ThreadStart, type ThreadWord, toldError } from './messages.ts';

const start: ThreadStart = workerData;
const port = parentPort;
if (port === null) throw new Error('a handler runs in a thread of its own');
const say = (word: ThreadWord): void => port.postMessage(word);
let current: string | undefined;

printInto(start.logFile);

process.on('unhandledRejection', (reason) => {
  const error = toldError(reason, 'Runtime.UnhandledPromiseRejection');
  if (current !== undefined) say({ kind: 'failed', requestId: current, error });
  process.exit(1);
});

try {
  const handler = await loadHandler(start.directory, start.handler);
  port.on('message', (invocation: Invocation) => void answer(handler, invocation));
  say({ kind: 'ready' });
  // The next thread with this bundle, in this run or a later one, starts with a third less work (measured).
  flushCompileCache();
} catch (error) {
  console.error(error);
  say({ kind: 'init-failed', error: toldError(error) });
}

async function answer(handler: Handler, invocation: Invocation): Promise<void> {
  const { requestId, payload, traceId } = invocation;
  current = requestId;
  process.env._X_AMZN_TRACE_ID = traceId;
  let event: unknown;
  try {
    event = JSON.parse(payload);
  } catch (error) {
    say({ kind: 'not-json', requestId, message: error instanceof Error ? error.message : String(error) });
    return;
  }
  try {
    const result = await called(handler, event, contextOf(invocation));
    say({ kind: 'answered', requestId, payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    console.error(error);
    say({ kind: 'failed', requestId, error: toldError(error) });
  } finally {
    current = undefined;
  }
}

function called(handler: Handler, event: unknown, context: unknown): unknown {
  if (handler.length < 3) return handler(event, context);
  return new Promise((resolve, reject) => {
    handler(event, context, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

function contextOf({ requestId, timeoutMs }: Invocation): Record<string, unknown> {
  const endsAt = performance.now() + timeoutMs;
  return {
    functionName: start.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMegabytes),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAt - performance.now())),
  };
}
