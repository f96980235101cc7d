import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a function's bundle exports for Lambda to call. */
export type Handler = (
  event: unknown,
  context: unknown,
  callback?: (error: unknown, answer?: unknown) => void,
) => unknown;

/**
 * The handler of a bundle: `index.handler` is the export `handler` of `index.mjs`, `index.js` or `index.cjs`.
 *
 * @throws Error named `Runtime.ImportModuleError` or `Runtime.HandlerNotFound`, or what the module threw
 */
export async function loadHandler(directory: string, handler: string): Promise<Handler> {
  const dot = handler.lastIndexOf('.');
  const [module, name] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const path = ['.mjs', '.js', '.cjs']
    .map((ending) => join(directory, `${module}${ending}`))
    .find((file) => existsSync(file));
  if (path === undefined) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const exported: Record<string, unknown> = await import(pathToFileURL(path).href);
  // An import of CommonJS shows as named exports only what Node can see without running it.
  const inside = exported.default;
  const found =
    exported[name] ?? (typeof inside === 'object' && inside !== null ? Reflect.get(inside, name) : undefined);
  if (typeof found === 'function') return (...call) => found(...call);
  throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
