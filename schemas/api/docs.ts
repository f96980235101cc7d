import * as z from 'zod';
import type { Operation } from '#schemas/api/operation.ts';

/** A file that the pages of the API's description are made of. */
export const DocsFileParam = z.object({
  file: z.enum(['swagger-ui-bundle.js', 'swagger-ui.css', 'docs.css', 'docs.js']),
});

/** The API's description for people who read it in a browser. */
export const docsOperations = [
  {
    id: 'showDocs',
    method: 'GET',
    path: '/docs',
    audience: 'docs',
    access: 'anyone',
    summary: 'This description as a page for people, with forms to try each operation',
    reply: { status: 200, schema: z.string(), description: 'A page', media: 'text/html' },
  },
  {
    id: 'readDocsFile',
    method: 'GET',
    path: '/docs/{file}',
    audience: 'docs',
    access: 'anyone',
    summary: 'Style and script of the description',
    params: DocsFileParam,
    reply: { status: 200, schema: z.string(), description: 'The file', media: 'text/*' },
  },
] as const satisfies readonly Operation[];
