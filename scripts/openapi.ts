import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { Operation } from '#schemas/api/operation.ts';
import { operations } from '#schemas/api/operations.ts';
import { Problem } from '#schemas/api/problem.ts';
import { refusals } from '#schemas/errors.ts';

const file = new URL('../schemas/api/openapi.json', import.meta.url);

const header = {
  'Idempotency-Key': z
    .string()
    .min(16)
    .max(128)
    .meta({ description: 'A repeat with the same key gets the same answer' }),
  'If-Match': z.string().meta({ description: 'The ETag of the case that was read', example: '"3"' }),
  'Access-Code': z.string().meta({ description: 'The code that was given with the number', example: '7KQ4M2ZX8P' }),
  'Transfer-Code': z.string().meta({ description: 'The code that the institution was mailed', example: '7KQ4M2ZX8P' }),
} as const;

function headersOf({ needs = [], access, method }: Operation): z.ZodObject {
  const needed = Object.fromEntries(needs.map((name) => [name, header[name]]));
  const code = {
    ...(access === 'access-code' ? { 'Access-Code': header['Access-Code'] } : {}),
    ...(access === 'transfer-code' ? { 'Transfer-Code': header['Transfer-Code'] } : {}),
  };
  const isOptionalKey = method === 'POST' && !needs.includes('Idempotency-Key');
  return z.object({
    ...needed,
    ...code,
    ...(isOptionalKey ? { 'Idempotency-Key': header['Idempotency-Key'].optional() } : {}),
  });
}

function documented(operation: Operation): ZodOpenApiOperationObject {
  const { id, audience, access, summary, params, query, body, reply } = operation;
  return {
    operationId: id,
    summary,
    tags: [audience],
    ...(access === 'token' ? { security: [{ token: [] }] } : {}),
    requestParams: {
      header: headersOf(operation),
      ...(params === undefined ? {} : { path: params }),
      ...(query === undefined ? {} : { query }),
    },
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [reply.status]: {
        description: reply.description,
        content: { [reply.media ?? 'application/json']: { schema: reply.schema } },
      },
      default: {
        description: `Refused: ${Object.keys(refusals).join(', ')}, request-invalid`,
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  };
}

function pathsOf(): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: documented(operation) };
  }
  return paths;
}

const document = createDocument({
  openapi: '3.1.0',
  info: {
    title: 'Daedap',
    version: '1',
    description:
      'A city’s complaint response centre: file, follow, answer, rate. Refusals are problem details with a stable code.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths: pathsOf(),
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
});

const text = `${JSON.stringify(document, null, 2)}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write('schemas/api/openapi.json has drifted from schemas/api: run npm run openapi\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
}
