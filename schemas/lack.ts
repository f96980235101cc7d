import * as z from 'zod';

/** Why an answer says nothing: nothing but greetings and set phrases, too little, or the petitioner's own words again. */
export const Lack = z.enum(['only-set-phrases', 'too-short', 'petitioners-words']);
export type Lack = z.infer<typeof Lack>;
