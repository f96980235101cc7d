import type * as z from 'zod';
import type { Filing } from '#schemas/api/citizen.ts';

/** The body of a filing as a channel app sends it. */
export type FilingBody = z.input<typeof Filing>;
