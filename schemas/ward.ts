import * as z from 'zod';

/** A ward (행정동) of a district by its name, `역삼1동`; names are unique in a district, not in the city. */
export const Ward = z
  .string()
  .regex(/^[가-힣0-9·]{1,19}동$/, 'a ward is written 역삼1동')
  .meta({ example: '역삼1동' });
export type Ward = z.infer<typeof Ward>;
