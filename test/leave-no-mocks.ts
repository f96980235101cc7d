import { afterAll, vi } from 'vitest';

/* Test files share a process: what one has put in place of something must not stand in the next. */
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
