import type * as z from 'zod';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { officialOperations } from '#schemas/api/official.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { OfficialApiSettings } from '#schemas/settings.ts';
import { sayToCase } from './say-to-case.ts';

type Request = ApiRequest<ById<typeof officialOperations, 'approveAnswer'>>;

/** Keeps that a lead approves the draft of an answer, or gives it back. */
export function approveAnswer(settings: z.infer<typeof OfficialApiSettings>, request: Request): Promise<Reply> {
  const { body } = request;
  const { draft } = body;
  return sayToCase(
    settings,
    request,
    body.approved ? { kind: 'approval', draft } : { kind: 'draft-return', draft, reason: body.reason },
  );
}
