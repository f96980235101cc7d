import * as z from 'zod';

/** A text that says something as JSON: what it says. For what others send, to be piped into the shape that is expected. */
export const JsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    context.addIssue({ code: 'custom', message: 'JSON' });
    return z.NEVER;
  }
});
