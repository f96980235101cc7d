import * as z from 'zod';

/** What a complaint is about: the fields of service that departments divide among themselves. `other`: no term of the lexicon spoke. */
export const TopicId = z.enum([
  'illegal-parking',
  'lost-property',
  'road-damage',
  'street-light',
  'waste',
  'noise',
  'public-transport',
  'water',
  'parks',
  'welfare',
  'tax',
  'housing',
  'environment',
  'safety',
  'digital',
  'culture',
  'integrity',
  'other',
]);
export type TopicId = z.infer<typeof TopicId>;
