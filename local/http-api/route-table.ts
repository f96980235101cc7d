import { decodedPath } from './decoded-path.ts';

/** What a path pattern's segment takes: a text, one segment under a name, or all the rest under a name. */
type Segment = { readonly kind: 'text' | 'one' | 'rest'; readonly name: string };

/** A route key, taken apart: `GET /v1/complaints/{number}`. */
type Pattern = { readonly method: string; readonly segments: readonly Segment[] };

/** A route that matches, and what its path parameters are (decoded). */
export type Match<Route> = { readonly route: Route; readonly pathParameters: Readonly<Record<string, string>> };

const weights = { text: 3, one: 2, rest: 1 } as const;

/**
 * Finds the most specific route for a request.
 *
 * Imitates https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation:
 * text before `{name}` before `{name+}`, from the left; of equal paths the named method before `ANY`; `$default` last.
 */
export class RouteTable<Route> {
  readonly #routes: { readonly pattern: Pattern; readonly route: Route }[] = [];
  #fallback: Route | undefined;

  /** Adds a route; one with the same key replaces it. */
  add(routeKey: string, route: Route): void {
    if (routeKey === '$default') {
      this.#fallback = route;
      return;
    }
    this.#routes.push({ pattern: patternOf(routeKey), route });
    this.#routes.sort((a, b) => compare(a.pattern, b.pattern));
  }

  /** @param path as in the request line, percent-encoded, without the query */
  match(method: string, path: string): Match<Route> | undefined {
    const segments = segmentsOf(path).map(decodedPath);
    for (const { pattern, route } of this.#routes) {
      if (pattern.method !== 'ANY' && pattern.method !== method) continue;
      const pathParameters = parametersOf(pattern.segments, segments);
      if (pathParameters !== undefined) return { route, pathParameters };
    }
    return this.#fallback === undefined ? undefined : { route: this.#fallback, pathParameters: {} };
  }
}

function patternOf(routeKey: string): Pattern {
  const [method = 'ANY', path = '/'] = routeKey.split(' ');
  const segments = segmentsOf(path).map((text): Segment => {
    const [, name, plus] = /^\{([^}+]+)(\+?)\}$/.exec(text) ?? [];
    if (name === undefined) return { kind: 'text', name: text };
    return { kind: plus === '+' ? 'rest' : 'one', name };
  });
  return { method, segments };
}

function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .filter((segment, index, all) => segment !== '' || index < all.length - 1);
}

function parametersOf(pattern: readonly Segment[], segments: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (part.kind === 'rest') {
      if (index >= segments.length) return undefined;
      parameters[part.name] = segments.slice(index).join('/');
      return parameters;
    }
    const segment = segments[index];
    if (segment === undefined || segment === '') return undefined;
    if (part.kind === 'text' && part.name !== segment) return undefined;
    if (part.kind === 'one') parameters[part.name] = segment;
  }
  return segments.length === pattern.length ? parameters : undefined;
}

function compare(a: Pattern, b: Pattern): number {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index += 1) {
    const [first, second] = [a.segments[index], b.segments[index]];
    const difference =
      (second === undefined ? 0 : weights[second.kind]) - (first === undefined ? 0 : weights[first.kind]);
    if (difference !== 0) return difference;
  }
  return (a.method === 'ANY' ? 1 : 0) - (b.method === 'ANY' ? 1 : 0);
}
