import { vi } from 'vitest';

/* Test files share a process, but not our modules: what a warm function remembers (the city it has read) is of one file. */
vi.resetModules();
