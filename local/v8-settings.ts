import { setFlagsFromString } from 'node:v8';

/**
 * Settles V8 for one process with dozens of threads on few cores: the heap stays near what is in use, and little is optimised.
 *
 * V8 would rather take memory than time: while 100,000 executions were begun, 37 MB were in use and 390 MB were held.
 * The young generation stays as large as loading the program has made it (2 × 8 MB instead of up to 2 × 64 MB), and the
 * old one is collected once it has grown by 30 %: 186 MB were held then (measured; Node 24.21).
 *
 * That holds for the functions' threads too, which would stay at 1 MB and collect it ten times a filing: they begin with
 * 4 MB. Each collects by itself: with more threads than cores, one that asks for helpers waits for their turn (45 against
 * 15 ms of collecting a filing, measured on two busy cores).
 *
 * Dozens of threads each optimise the same code for themselves, and most end before it has paid: TurboFan begins ten times
 * later (a tenth less of CPU for V8's helpers over 500 complaints, measured; the engine's own rates stay).
 */
export function settleV8(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
  setFlagsFromString('--min-semi-space-size=4');
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--invocation-count-for-turbofan=30000');
}
