import * as z from 'zod';

/**
 * A refusal as HTTP tells it: problem details with a stable `code`.
 *
 * @source https://www.rfc-editor.org/rfc/rfc9457
 */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    faults: z.array(z.object({ path: z.string(), expected: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
