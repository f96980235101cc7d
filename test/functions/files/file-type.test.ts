import { describe, expect, test } from 'vitest';
import { sourceOf } from '#functions/files/byte-source.ts';
import { fileType } from '#functions/files/file-type.ts';
import * as tiny from './tiny-files.ts';

const typeOf = (bytes: Buffer) => fileType(sourceOf(bytes));
const text = (words: string): Buffer => Buffer.from(words, 'latin1');
const page = (name: string): string => `${name}/sheet1.xml`;

describe('a file is known by its bytes', () => {
  test.each([
    ['jpg', tiny.jpg()],
    ['png', tiny.png()],
    ['webp', tiny.webp()],
    ['heic', tiny.heic()],
    ['m4a', tiny.m4a()],
    ['mp3', tiny.mp3()],
    ['mp3', tiny.mp3().subarray(40)],
    ['wav', tiny.wav()],
    ['amr', tiny.amr()],
    ['ogg', text(`OggS\0\x02${'\0'.repeat(22)}OpusHead\x01`)],
    ['mp4', tiny.mp4()],
    ['mov', tiny.mov()],
    ['webm', text('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm')],
    ['pdf', tiny.pdf()],
    ['docx', tiny.docx()],
    ['xlsx', officeOf('xl/workbook.xml', 'spreadsheetml.sheet')],
    ['pptx', officeOf('ppt/presentation.xml', 'presentationml.presentation')],
    ['doc', tiny.compound(['WordDocument'])],
    ['xls', tiny.compound(['Workbook'])],
    ['ppt', tiny.compound(['PowerPoint Document'])],
    ['hwp', tiny.hwp()],
    ['hwpx', tiny.hwpx()],
  ])('%s', async (type, bytes) => {
    expect(await typeOf(bytes)).toEqual({ type });
  });
});

describe('what is not taken says what is wrong with it', () => {
  const { jpg, pdf, zip } = tiny;
  const macros = 'application/vnd.ms-word.document.macroEnabled.main+xml';
  test.each([
    ['nothing', Buffer.alloc(0), 'is nothing that is known'],
    ['a page', text('<!doctype html><script>alert(1)</script>'), 'is nothing that is known'],
    ['a drawing that can hold scripts', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'is nothing that is known'],
    ['a program', text(`MZ\x90${'\0'.repeat(80)}`), 'is nothing that is known'],
    ['a PDF that begins as a page', Buffer.concat([text('<html>'), pdf()]), 'is nothing that is known'],
    ['a PDF with a page in front of it', text('%PDF-1.4\n<html><script>1</script>\n%%EOF'), 'is pdf and a page'],
    ['a PDF that breaks off', pdf().subarray(0, 40), 'is a PDF without its end'],
    ['a picture that is a zip as well', Buffer.concat([jpg(), zip({ a: 'b' })]), 'is jpg and a zip at once'],
    ['a zip', zip({ 'a.txt': 'b' }), 'is a zip of no known document'],
    ['a zip behind something', Buffer.concat([text('PK\x03\x04'), zip({ a: 'b' })]), 'has bytes before its beginning'],
    ['a zip before something', Buffer.concat([tiny.hwpx(), text('MZ')]), 'has bytes behind its end'],
    ['a zip that breaks off', tiny.hwpx().subarray(0, 90), 'is a zip without its end'],
    ['an encrypted zip', zip({ a: 'b' }, { flags: 1 }), 'is encrypted'],
    ['a document with macros', tiny.docx({ 'word/vbaProject.bin': 'x' }), 'with macros or programs'],
    ['a document that says it has macros', tiny.docx({}, macros), 'with macros or programs'],
    ['a document with a program', tiny.docx({ 'word/embeddings/a.exe': 'MZ' }), 'with macros or programs'],
    ['a path that leads outside', tiny.docx({ '../../a.xml': 'x' }), 'leads outside'],
    ['an HWPX that says otherwise', zip({ mimetype: 'text/plain', 'Contents/content.hpf': '' }), 'no known document'],
    ['an old document with macros', tiny.compound(['WordDocument', 'Macros']), 'with macros'],
    ['an encrypted office document', tiny.compound(['EncryptedPackage']), 'is encrypted'],
    ['an installer', tiny.compound(['SummaryInformation']), 'of no known document'],
    ['an HWP under a password', tiny.hwp(3), 'under a password'],
    ['a compound file that breaks off', tiny.hwp().subarray(0, 600), 'a sector that is not there'],
    ['a picture of another kind', text(`GIF89a${'\0'.repeat(20)}`), 'is nothing that is known'],
  ])('%s', async (_what, bytes, fault) => {
    expect(await typeOf(bytes)).toEqual({ fault: expect.stringContaining(fault) });
  });

  test('a bomb is not unpacked', async () => {
    const bomb = zip({ mimetype: 'x', 'word/document.xml': '', '[Content_Types].xml': 'x'.repeat(3_000_000) });
    expect(await typeOf(bomb)).toEqual({ fault: 'unpacks a part to 3000000 bytes' });
    // One that lies about its size.
    const at = bomb.lastIndexOf('PK\x01\x02', undefined, 'latin1');
    bomb.writeUInt32LE(10, at + 24);
    expect(await typeOf(bomb)).toEqual({ fault: 'has a broken part' });
  });
});

function officeOf(part: string, type: string): Buffer {
  const main = `application/vnd.openxmlformats-officedocument.${type}.main+xml`;
  return tiny.zip({ '[Content_Types].xml': `<Override ContentType="${main}"/>`, [part]: '', [page('x')]: '' });
}
