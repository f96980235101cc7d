import { describe, expect, test } from 'vitest';
import { sourceOf } from '#functions/files/byte-source.ts';
import { cleanFile, isCleanable } from '#functions/files/clean-file.ts';
import { edited, sizeAfter } from '#functions/files/edits.ts';
import { fileType } from '#functions/files/file-type.ts';
import { zipContent, zipDirectory } from '#functions/files/zip-directory.ts';
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
    const motion = Buffer.from(`\0\0\0\x10mpvd${telling.author.slice(0, 8)}`);
    const still = await cleanedOf('heic', Buffer.concat([tiny.heic(), motion]));
    expect(still.subarray(-16).toString('latin1')).toBe(`\0\0\0\x10free${'\0'.repeat(8)}`);
  });

  test('a recording keeps its sound', async () => {
    expect((await cleanedOf('mp3', tiny.mp3())).length).toBe(3 * 104);
    expect(await cleanedOf('amr', Buffer.concat([tiny.amr(), Buffer.from([0x04, 1])]))).toEqual(tiny.amr());
    expect((await cleanedOf('wav', tiny.wav())).readUInt32LE(4)).toBe(44);
  });
});

describe('a document in a zip', () => {
  const { docx, zip } = tiny;
  const partOf = async (bytes: Buffer, name: string): Promise<string> => {
    const source = sourceOf(bytes);
    const entry = (await zipDirectory(source)).find((one) => one.name === name);
    return entry === undefined ? 'nothing' : Buffer.from(await zipContent(source, entry, 10_000)).toString();
  };
  const who = telling.author;

  test.each([
    [
      'word/document.xml',
      `<w:ins w:id="1" w:author="${who}" w:date="d"><w:t>말</w:t></w:ins>`,
      '<w:ins w:id="1" w:author="" w:date="d"><w:t>말</w:t></w:ins>',
    ],
    ['word/comments.xml', `<w:comment x:initials='${who}' w:id="1"/>`, `<w:comment x:initials="" w:id="1"/>`],
    [
      'word/people.xml',
      `<w15:person w15:author="${who}"><w15:presenceInfo w15:userId="${who}"/></w15:person>`,
      '<w15:person w15:author=""><w15:presenceInfo w15:userId=""/></w15:person>',
    ],
    ['xl/comments1.xml', `<authors><author>${who}</author></authors>`, '<authors><author></author></authors>'],
    ['xl/persons/person.xml', `<person displayName="${who}" id="{1}"/>`, '<person displayName="" id="{1}"/>'],
    [
      'ppt/commentAuthors.xml',
      `<p:cmAuthor id="0" name="${who}" initials="H"/>`,
      '<p:cmAuthor id="0" name="" initials=""/>',
    ],
    ['xl/workbook.xml', `<x15ac:absPath url="C:\\Users\\${who}"/><sheet name="1월"/>`, '<sheet name="1월"/>'],
    ['xl/worksheets/sheet1.xml', '<pageSetup paperSize="9" r:id="rId1"/>', '<pageSetup paperSize="9"/>'],
    [
      'word/_rels/settings.xml.rels',
      `<Relationship Id="a" Target="file:///C:/${who}.dotx" TargetMode="External"/>`,
      '<Relationship Id="a" Target="about:blank" TargetMode="External"/>',
    ],
    ['customXml/item1.xml', `<o>${who}</o>`, '<?xml version="1.0" encoding="UTF-8"?>\n<empty/>'],
    ['docProps/thumbnail.jpeg', who, 'nothing'],
    ['xl/printerSettings/printerSettings1.bin', who, 'nothing'],
  ])('loses who in %s', async (name, before, after) => {
    const bytes = await cleanedOf('docx', docx({ [name]: before }));
    expect(await partOf(bytes, name)).toBe(after);
    expect(await fileType(sourceOf(bytes))).toEqual({ type: 'docx' });
    expect(await partOf(bytes, 'docProps/core.xml')).not.toContain(who);
  });

  test.each([
    [
      'Contents/content.hpf',
      `<opf:package><opf:metadata><opf:meta name="creator">${who}</opf:meta></opf:metadata></opf:package>`,
      '<opf:package><opf:metadata></opf:metadata></opf:package>',
    ],
    ['Contents/header.xml', `<hh:trackChangeAuthor name="${who}" id="1"/>`, '<hh:trackChangeAuthor name="" id="1"/>'],
    [
      'Contents/section0.xml',
      `<hp:stringParam name="MemoAuthor">${who}</hp:stringParam><hp:t>말</hp:t>`,
      '<hp:stringParam name="MemoAuthor"></hp:stringParam><hp:t>말</hp:t>',
    ],
    ['Scripts/sourceScripts', who, ''],
  ])('loses who in %s of an HWPX', async (name, before, after) => {
    const bytes = zip({ mimetype: 'application/hwp+zip', 'Contents/content.hpf': '', [name]: before });
    const cleaned = await cleanedOf('hwpx', bytes);
    expect(await partOf(cleaned, name)).toBe(after);
    expect(await fileType(sourceOf(cleaned))).toEqual({ type: 'hwpx' });
  });

  test('loses what its pictures tell', async () => {
    const picture = tiny.jpg().toString('latin1');
    const bytes = await cleanedOf('hwpx', tiny.hwpx({ 'BinData/image1.jpg': Buffer.from(picture, 'latin1') }));
    expect((await partOf(bytes, 'BinData/image1.jpg')).includes(who)).toBe(false);
    expect(await partOf(bytes, 'BinData/image1.jpg')).not.toBe('nothing');
  });

  test.each([
    ['docx', docx({ 'word/media/a.emf': 'x' }), "the form '.emf'"],
    ['docx', docx({ 'word/embeddings/a.xlsx': 'x' }), "the form '.xlsx'"],
    ['docx', docx({ 'word/a.xml': Buffer.from('fffe3c00', 'hex') }), 'in another encoding'],
    ['hwpx', tiny.hwpx({ 'DocHistory/1.xml': 'x' }), "the form '.xml'"],
    ['hwpx', tiny.hwpx({ 'BinData/a.wmf': 'x' }), "the form '.wmf'"],
  ] as const)('%s %# is not trusted', async (type, bytes, why) => {
    await expect(cleanFile(type, sourceOf(bytes))).rejects.toMatchObject({ message: expect.stringContaining(why) });
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
    ['heic', Buffer.concat([tiny.heic(), Buffer.from('\0\0\0\x08moov')]), 'a film beside its pictures'],
    ['hwp', tiny.hwp(), 'nobody can be sure'],
    ['pdf', tiny.pdf(), 'PDF'],
  ] as const)('%s that is %#', async (type, bytes, why) => {
    await expect(cleanFile(type, sourceOf(bytes))).rejects.toMatchObject({
      name: 'CannotClean',
      message: expect.stringContaining(why),
    });
  });
});
