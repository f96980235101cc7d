import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inBlocks, sourceOf } from '#functions/files/byte-source.ts';
import { cleanFile } from '#functions/files/clean-file.ts';
import { CannotClean, editedWhole } from '#functions/files/edits.ts';
import { fileType } from '#functions/files/file-type.ts';
import * as tiny from './tiny-files.ts';

const whole = [
  ...[tiny.jpg(6), tiny.png(), tiny.webp(), tiny.heic(), tiny.mp3(), tiny.wav(), tiny.amr(), tiny.mp4(), tiny.m4a()],
  ...[tiny.pdf(), tiny.docx(), tiny.hwpx(), tiny.hwp(), tiny.compound(['Workbook'])],
];

/** A file of a kind that is known, with some bytes changed and perhaps cut off. */
const spoilt = fc
  .tuple(
    fc.constantFrom(...whole),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff)), { maxLength: 6 }),
    fc.option(fc.nat(), { nil: undefined }),
  )
  .map(([file, changes, end]) => {
    const bytes = Buffer.from(file);
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    return end === undefined ? bytes : bytes.subarray(0, end % (bytes.length + 1));
  });

describe('a file that somebody spoilt on purpose', () => {
  test('is known or has a fault, is cleaned or cannot be, and nothing else comes of it', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt, async (bytes) => {
        const found = await fileType(inBlocks(sourceOf(bytes)));
        if ('fault' in found) return;
        const edits = await cleanFile(found.type, sourceOf(bytes)).catch((error: unknown) => {
          if (error instanceof CannotClean) return undefined;
          throw error;
        });
        if (edits !== undefined) expect(editedWhole(bytes, edits).length).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a table that leads in a circle or outside ends', async () => {
    const circle = tiny.hwp();
    circle.writeUInt32LE(1, 512 + 4);
    expect(await fileType(sourceOf(circle))).toEqual({ type: 'hwp' });
    const outside = tiny.hwp();
    outside.writeUInt32LE(0x7fffffff, 512 + 4);
    expect(await fileType(sourceOf(outside))).toMatchObject({ fault: 'has a sector that is not there' });
  });
});

describe('a file brought in blocks', () => {
  test('reads as the whole does, wherever the blocks end, and brings each once', async () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
    const brought: number[] = [];
    const source = inBlocks({
      sizeBytes: bytes.length,
      read: async (from, length) => {
        brought.push(from);
        return bytes.subarray(from, from + length);
      },
    });
    for (const [from, length] of [
      [0, 10],
      [65_530, 10],
      [65_536, 65_536],
      [131_070, 4],
      [199_990, 100],
      [200_000, 5],
      [10, 199_000],
    ] as const) {
      expect(Buffer.from(await source.read(from, length)).equals(bytes.subarray(from, from + length))).toBe(true);
    }
    expect(brought).toEqual([0, 65_536, 131_072, 196_608, 10]);
  });
});
