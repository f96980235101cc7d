import { createHash } from 'node:crypto';
import type { Members } from '#local/template/reading.ts';
import type { JwtAuthorizer } from './jwt-authorizer.ts';
import { RouteTable } from './route-table.ts';

/** A route of an API: where it leads, and who may go there. */
export type Route = {
  readonly routeKey: string;
  readonly integrationId: string;
  readonly authorizerId?: string;
  readonly scopes: readonly string[];
};

/** A function behind a route. `timeoutMs` are real milliseconds. */
export type Integration = { readonly functionName: string; readonly timeoutMs: number };

/** One HTTP API as the template declares it. */
export class Api {
  readonly apiId: string;
  readonly cors: Members | undefined;
  readonly routes = new RouteTable<Route>();
  readonly integrations = new Map<string, Integration>();
  readonly authorizers = new Map<string, JwtAuthorizer>();
  readonly stages = new Set<string>();

  constructor(name: string, cors: Members | undefined) {
    this.apiId = shortId(`api ${name}`);
    this.cors = cors;
  }

  /** The stage that a path belongs to: a named one by its first segment, else `$default`; `undefined` when it has neither. */
  stageOf(path: string): { stage: string; pathInStage: string } | undefined {
    const [, first = ''] = path.split('/');
    if (first !== '' && this.stages.has(first))
      return { stage: first, pathInStage: path.slice(first.length + 1) || '/' };
    return this.stages.has('$default') ? { stage: '$default', pathInStage: path } : undefined;
  }
}

/** An id as API Gateway gives them, the same for the same name. */
export function shortId(name: string): string {
  const digest = createHash('sha256').update(name).digest();
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 10 }, (_each, index) => letters[(digest[index] ?? 0) % letters.length]).join('');
}
