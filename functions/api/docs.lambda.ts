import { apiFunction } from '#functions/middleware/api-function.ts';
import { docsOperations } from '#schemas/api/docs.ts';
import { readDocsFile, showDocs } from './docs/show-docs.ts';

export const handler = apiFunction(docsOperations, {
  showDocs,
  readDocsFile: (request) => readDocsFile(new URL('./', import.meta.url), request),
});
