import { setFlagsFromString } from 'node:v8';

/**
 * Keeps this process's heap near what is in use.
 *
 * V8 would rather take memory than time: while 100,000 executions were begun, 37 MB were in use and 390 MB were held.
 * The young generation stays as large as loading the program has made it (2 × 8 MB instead of up to 2 × 64 MB), and the
 * old one is collected once it has grown by 30 %: 186 MB were held then (measured; Node 24.21).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
}
