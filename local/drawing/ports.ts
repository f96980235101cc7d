import type { Course } from './layered.ts';
import type { Arrow } from './scheme.ts';
import { spread } from './spread.ts';

const BETWEEN = 18;
const FROM_CORNER = 16;

/** Names one end of an arrow. */
export function portKey({ from, to }: Arrow, end: 'upper' | 'lower'): string {
  return JSON.stringify([from, to, end]);
}

/**
 * Where each arrow leaves and reaches its boxes: as near as it can to where it comes from, beside the others of that side.
 *
 * @returns `x` by `portKey`
 */
export function placePorts(courses: readonly Course[]): Map<string, number> {
  const ports = new Map<string, number>();
  for (const end of ['upper', 'lower'] as const) {
    const boxOf = ({ spots }: Course) => spots.at(end === 'upper' ? 0 : -1);
    for (const box of new Set(courses.map(boxOf))) {
      if (box === undefined) continue;
      const here = courses
        .filter((course) => boxOf(course) === box)
        .map((course) => ({ course, next: course.spots.at(end === 'upper' ? 1 : -2)?.x ?? box.x }))
        .sort((a, b) => a.next - b.next);
      const room = box.inner / 2 - FROM_CORNER;
      const spine = here.findIndex(({ course }) => course.arrow.isSpine);
      const beside = spine < 0 ? (here.length - 1) / 2 : Math.max(spine, here.length - 1 - spine);
      const wishes = here.map(({ course, next }) => ({
        at: Math.min(box.x + room, Math.max(box.x - room, next)),
        // The story's own way stays in the middle, so that it goes straight.
        weight: course.arrow.isSpine ? 1_000_000 : 1,
      }));
      const gap = Math.min(BETWEEN, room / Math.max(1, beside));
      const places = spread(
        wishes,
        wishes.map(() => 0),
        gap,
      );
      for (const [index, { course }] of here.entries()) {
        const most = box.x + room - (here.length - 1 - index) * gap;
        const least = box.x - room + index * gap;
        ports.set(portKey(course.arrow, end), Math.max(least, Math.min(most, places[index] ?? box.x)));
      }
    }
  }
  return ports;
}
