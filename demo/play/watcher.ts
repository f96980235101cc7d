import type { Millis } from '../city/clock.ts';

/** What whoever watches a play is told of it. */
export type Watcher = {
  /** It begins at this instant, with so many rows to file. */
  begins(start: Millis, rows: number): void;
  /** The city's clock stands here; so far the play will go, as is known by now (0: not yet). */
  isAt(now: Millis, end: Millis): void;
  /** One more has been filed, asked for a supplement, extended, answered, rated or withdrawn. */
  counts(what: 'filed' | 'asked' | 'extended' | 'answered' | 'rated' | 'withdrawn'): void;
  /** This day (YYYY-MM-DD, Seoul) has been decreed a day off. */
  decrees(on: string): void;
};
