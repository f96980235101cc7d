import { describe, expect, test } from 'vitest';
import { sourceOf } from '#functions/files/byte-source.ts';
import { cleanFile, isCleanable } from '#functions/files/clean-file.ts';
import { edited, sizeAfter } from '#functions/files/edits.ts';
import { fileType } from '#functions/files/file-type.ts';
import { typeFacts } from '#rules/attachments.ts';
import { FileType } from '#schemas/attachment.ts';
import * as tiny from './tiny-files.ts';

const { telling } = tiny;

async function cleanedOf(type: FileType, bytes: Buffer): Promise<Buffer> {
  const source = sourceOf(bytes);
  const edits = await cleanFile(type, source);
  const pieces: Uint8Array[] = [];
  for await (const piece of edited(source, edits)) pieces.push(piece);
  const after = Buffer.concat(pieces);
  expect(after.length).toBe(sizeAfter(bytes.length, edits));
  return after;
}

const cases: readonly (readonly [FileType, Buffer])[] = [
  ['jpg', tiny.jpg()],
  ['png', tiny.png()],
  ['webp', tiny.webp()],
  ['wav', tiny.wav()],
  ['heic', tiny.heic()],
  ['mp4', tiny.mp4()],
  ['mov', tiny.mov()],
  ['m4a', tiny.m4a()],
  ['mp3', tiny.mp3()],
];

describe('a cleaned file', () => {
  test.each(cases)(
    '%s tells neither who nor where, is still what it was, and cleaned again stays the same',
    async (type, bytes) => {
      expect(bytes.toString('latin1')).toContain(telling.author);
      const after = await cleanedOf(type, bytes);
      expect(after.toString('latin1')).not.toContain(telling.author);
      expect(after.toString('latin1')).not.toContain(telling.place);
      expect(await fileType(sourceOf(after))).toEqual({ type });
      expect(await cleanedOf(type, after)).toEqual(after);
    },
  );

  test('a picture keeps how it is to be turned, and nothing else of its Exif', async () => {
    const upright = await cleanedOf('jpg', tiny.jpg(1));
    expect(upright.includes('Exif')).toBe(false);
    const turned = await cleanedOf('jpg', tiny.jpg(6));
    expect(turned.subarray(2, 38).toString('hex')).toBe(
      'ffe10022457869660000' + '4d4d002a00000008' + '00010112000300000001' + '00060000' + '00000000',
    );
    expect(turned.toString('latin1')).not.toContain(telling.author);
    const picture = Buffer.from('12ff0034ffd056ffd9', 'hex');
    for (const one of [upright, turned]) expect(one.subarray(-9)).toEqual(picture);
  });

  test('a film keeps its samples where they were, loses its times, its track of places and what lies between', async () => {
    const after = await cleanedOf('mp4', tiny.mp4());
    expect(after.indexOf('SAMPLES!')).toBe(tiny.mp4().indexOf('SAMPLES!'));
    expect(after.length).toBe(tiny.mp4().length);
    expect(after.includes(Buffer.from('e0000001', 'hex'))).toBe(false);
    expect(after.toString('latin1')).not.toMatch(/udta|uuid|\xa9xyz/);
    expect(after.toString('latin1').match(/trak/g)).toHaveLength(1);
  });

  test('a HEIC keeps its pictures, and has no items of another kind', async () => {
    const after = (await cleanedOf('heic', tiny.heic())).toString('latin1');
    expect(after).toContain('SAMPLES!');
    expect(after).not.toMatch(/Exif|mime|xmpmeta/);
  });

  test('a recording keeps its sound', async () => {
    expect((await cleanedOf('mp3', tiny.mp3())).length).toBe(3 * 104);
    expect(await cleanedOf('amr', Buffer.concat([tiny.amr(), Buffer.from([0x04, 1])]))).toEqual(tiny.amr());
    expect((await cleanedOf('wav', tiny.wav())).readUInt32LE(4)).toBe(44);
  });
});

describe('what cannot be cleaned for sure', () => {
  test('is of a type for which the rules name another to send, and no other type is', () => {
    for (const type of FileType.options) expect(isCleanable(type), type).toBe(typeFacts(type).instead === undefined);
  });

  test.each([
    ['jpg', tiny.jpg().subarray(0, -30), 'breaks off'],
    ['jpg', Buffer.concat([tiny.jpg().subarray(0, 30), Buffer.alloc(20)]), 'JPEG'],
    ['png', tiny.png().subarray(0, 60), 'PNG'],
    ['mp3', Buffer.from('ID3\x03\0\0\0\0\0\x08aaaaaaaa'), 'without sound'],
    ['amr', Buffer.concat([tiny.amr(), Buffer.from([0x83])]), 'between its frames'],
    ['mp4', tiny.mp4().subarray(0, 60), 'leads behind its end'],
    ['mp4', Buffer.concat([tiny.mp4(), Buffer.from('\0\0\0\x08moof')]), 'in fragments'],
    ['heic', Buffer.concat([tiny.heic(), Buffer.from('\0\0\0\x08moov')]), "a part 'moov'"],
    ['pdf', tiny.pdf(), 'nobody can be sure'],
  ] as const)('%s that is %#', async (type, bytes, why) => {
    await expect(cleanFile(type, sourceOf(bytes))).rejects.toMatchObject({
      name: 'CannotClean',
      message: expect.stringContaining(why),
    });
  });
});
