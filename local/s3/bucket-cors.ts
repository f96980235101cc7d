import { isMembers, listOf, membersOf, numberOf, textsOf } from '#local/template/reading.ts';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The headers by which a browser of another origin is let in: in answer to its question before (`preflight`) or to the request itself;
 * `undefined` when no rule of the bucket lets it in.
 *
 * Imitates https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html: the first rule that fits.
 *
 * @param configuration the bucket's `CorsConfiguration`
 */
export function corsHeaders(
  configuration: unknown,
  { method, headers }: { method: string; headers: Headers },
): Record<string, string> | undefined {
  const { origin } = headers;
  if (typeof origin !== 'string') return undefined;
  const isPreflight = method === 'OPTIONS';
  const asked = isPreflight ? String(headers['access-control-request-method'] ?? '') : method;
  const names = String(headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => isPreflight && name !== '');
  const rule = listOf(membersOf(configuration).CorsRules)
    .filter(isMembers)
    .find(
      ({ AllowedOrigins, AllowedMethods, AllowedHeaders }) =>
        textsOf(AllowedMethods).includes(asked) &&
        textsOf(AllowedOrigins).some((pattern) => fits(pattern, origin)) &&
        names.every((name) => textsOf(AllowedHeaders).some((pattern) => fits(pattern.toLowerCase(), name))),
    );
  if (rule === undefined) return undefined;
  const exposed = textsOf(rule.ExposedHeaders);
  const maxAge = numberOf(rule.MaxAge);
  return {
    'access-control-allow-origin': textsOf(rule.AllowedOrigins).includes('*') ? '*' : origin,
    'access-control-allow-methods': textsOf(rule.AllowedMethods).join(', '),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    ...(exposed.length === 0 ? {} : { 'access-control-expose-headers': exposed.join(', ') }),
    ...(isPreflight && names.length > 0 ? { 'access-control-allow-headers': names.join(', ') } : {}),
    ...(isPreflight && maxAge !== undefined ? { 'access-control-max-age': String(maxAge) } : {}),
  };
}

/** Patterns have at most one `*`. */
function fits(pattern: string, text: string): boolean {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === text;
  return text.length >= pattern.length - 1 && text.startsWith(before) && text.endsWith(after);
}
