import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '#functions/files/byte-source.ts';
import { cleanFile } from '#functions/files/clean-file.ts';
import { editedWhole } from '#functions/files/edits.ts';
import { fileType } from '#functions/files/file-type.ts';
import { jpg, telling } from './tiny-files.ts';

const who = telling.author;
const save = async (document: PDFDocument) =>
  Buffer.from(await document.save({ useObjectStreams: false, updateFieldAppearances: false }));

/** A PDF of one page with its author in the information, in XMP, on a remark, and in the Exif of its photo. */
async function telltale(): Promise<PDFDocument> {
  const document = await PDFDocument.create();
  const { context, catalog } = document;
  document.setAuthor(who);
  const page = document.addPage([200, 200]);
  page.drawImage(await document.embedJpg(new Uint8Array(jpg())));
  page.node.addAnnot(
    context.register(
      context.obj({
        Type: 'Annot',
        Subtype: 'Text',
        Rect: [0, 0, 9, 9],
        T: PDFString.of(who),
        Contents: PDFString.of('remark'),
      }),
    ),
  );
  catalog.set(PDFName.of('Metadata'), context.register(context.stream(`<x:xmpmeta>${who}</x:xmpmeta>`)));
  context.register(context.obj({ Left: PDFString.of(`an earlier version by ${who}`) }));
  return document;
}

async function cleaned(bytes: Buffer): Promise<PDFDocument> {
  const after = Buffer.from(editedWhole(bytes, await cleanFile('pdf', sourceOf(bytes))));
  expect(await fileType(sourceOf(after))).toEqual({ type: 'pdf' });
  return PDFDocument.load(after, { updateMetadata: false });
}

describe('a cleaned PDF', () => {
  test('has its pages, photos and remarks, and tells nowhere who made it', async () => {
    const before = await save(await telltale());
    expect(before.toString('latin1').split(who).length).toBeGreaterThan(3);
    const document = await cleaned(before);
    expect(document.getPageCount()).toBe(1);
    // Written without packing, so that nothing hides.
    const plain = (await save(document)).toString('latin1');
    for (const kept of ['DCTDecode', '(remark)', '/Annot']) expect(plain).toContain(kept);
    for (const gone of [who, telling.place, 'Exif', 'xmpmeta', '/Author', 'earlier version'])
      expect(plain).not.toContain(gone);
    expect(document.getAuthor()).toBeUndefined();
  });

  test('has nothing of the version before', async () => {
    const document = await telltale();
    const first = await save(document);
    // A second version behind the first, as programs write that add to a file.
    const second = Buffer.concat([first, Buffer.from('\n999 0 obj\n<</Author(x)>>\nendobj\n%%EOF\n')]);
    expect((await save(await cleaned(second))).toString('latin1')).not.toContain(who);
  });
});

describe('a PDF that cannot be cleaned for sure', () => {
  const refused = async (document: PDFDocument, why: string) =>
    expect(cleanFile('pdf', sourceOf(await save(document)))).rejects.toMatchObject({
      name: 'CannotClean',
      message: why,
    });

  test('holds another file', async () => {
    const document = await telltale();
    await document.attach(Buffer.from('x'), 'x.txt');
    await document.flush();
    await refused(document, 'holds another file or a signature');
  });

  test('is signed', async () => {
    const document = await telltale();
    const { context, catalog } = document;
    catalog.set(
      PDFName.of('AcroForm'),
      context.obj({ Fields: [{ FT: 'Sig', V: { Type: 'Sig', Name: PDFString.of(who) } }] }),
    );
    await refused(document, 'holds another file or a signature');
  });

  test('holds a picture in a form of which nobody can be sure', async () => {
    const document = await telltale();
    const { context, catalog } = document;
    catalog.set(PDFName.of('X'), context.register(context.stream('jp2', { Filter: 'JPXDecode' })));
    await refused(document, 'holds a JPEG 2000, of which nobody can be sure');
  });

  test('is encrypted', async () => {
    const document = await telltale();
    document.context.trailerInfo.Encrypt = document.context.obj({ Filter: 'Standard' });
    await refused(document, 'is a PDF that is encrypted or broken');
  });
});
