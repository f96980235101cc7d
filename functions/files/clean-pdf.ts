import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from 'pdf-lib';
import { cleanJpeg } from './clean-jpeg.ts';
import { CannotClean, type Edit, editedWhole } from './edits.ts';

const name = (text: string): PDFName => PDFName.of(text);

/** Entries that tell who or with what, wherever they stand: metadata, what programs keep for themselves, times, previews. */
const telling = [
  'Metadata',
  'PieceInfo',
  'LastModified',
  'CreatorInfo',
  'Thumb',
  'SpiderInfo',
  'JavaScript',
  'JS',
  'AA',
].map(name);
/** Of a remark on a page: whose it is, and when it was made. */
const remark = ['T', 'CreationDate', 'M', 'NM'].map(name);
/** What holds another file, a program or a signature within; nobody can be sure of such a document. */
const holding = new Set(['/Filespec', '/F', '/EmbeddedFile', '/Sig', '/DocTimeStamp', '/3D', '/RichMediaContent']);
const holdingRemarks = new Set(['/FileAttachment', '/Sound', '/Movie', '/Screen', '/3D', '/RichMedia']);

/**
 * A PDF written anew without who wrote it, when and with what: no document information, no XMP, no names on remarks, no earlier
 * versions, and no Exif in its photos.
 *
 * Only what can be reached from its first page's book is written: what an earlier version left behind is gone.
 *
 * @throws CannotClean when it is encrypted, signed, holds another file, or is not built as a PDF is
 * @source ISO 32000-2, sections 7.5, 12.5 and 14.3
 */
export async function cleanPdf(bytes: Uint8Array): Promise<Edit[]> {
  const document = await load(bytes);
  const { context } = document;
  const { Root } = context.trailerInfo;
  if (Root === undefined || document.getPageCount() === 0) throw new CannotClean('is a PDF without pages');
  const reached = new Set<PDFObject>();
  visit(context, Root, reached);
  for (const [ref] of context.enumerateIndirectObjects()) if (!reached.has(ref)) context.delete(ref);
  context.trailerInfo = { Root };
  const by = await document.save({ addDefaultPage: false, updateFieldAppearances: false });
  return [{ at: 0, length: bytes.length, by }];
}

async function load(bytes: Uint8Array): Promise<PDFDocument> {
  try {
    return await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
  } catch (cause) {
    // The library has no error of its own for each way in which a PDF can be broken or locked.
    throw new CannotClean('is a PDF that is encrypted or broken', { cause });
  }
}

/** Goes through all that can be reached, and takes out of each thing what tells who made it. */
function visit(context: PDFContext, from: PDFObject, reached: Set<PDFObject>): void {
  const left: PDFObject[] = [from];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (reached.has(one)) continue;
    reached.add(one);
    if (one instanceof PDFRef) {
      const found = context.lookup(one);
      if (found instanceof PDFRawStream) context.assign(one, withCleanPicture(context, found));
      const target = context.lookup(one);
      if (target !== undefined) left.push(target);
    } else if (one instanceof PDFArray) left.push(...one.asArray());
    else if (one instanceof PDFDict) left.push(...silenced(one));
    else if (one instanceof PDFStream) left.push(...silenced(one.dict));
  }
}

/** What an entry of a dictionary leads to, once the telling ones are gone. */
function silenced(dict: PDFDict): PDFObject[] {
  const type = String(dict.get(name('Type')) ?? '');
  const subtype = String(dict.get(name('Subtype')) ?? '');
  const isRemark = dict.has(name('Rect')) && subtype !== '' && subtype !== '/Widget' && subtype !== '/Link';
  if (holding.has(type) || dict.has(name('EF')) || (isRemark && holdingRemarks.has(subtype)))
    throw new CannotClean('holds another file or a signature');
  for (const key of telling) dict.delete(key);
  if (isRemark) for (const key of remark) dict.delete(key);
  return dict.values();
}

/** A photo within a PDF is a JPEG whole, with all that a camera wrote into it. */
function withCleanPicture(context: PDFContext, stream: PDFRawStream): PDFRawStream {
  const filter = context.lookup(stream.dict.get(name('Filter')));
  const all = filter instanceof PDFArray ? filter.asArray().map(String) : filter === undefined ? [] : [String(filter)];
  if (all.includes('/JPXDecode')) throw new CannotClean('holds a JPEG 2000, of which nobody can be sure');
  if (!all.includes('/DCTDecode') && !all.includes('/DCT')) return stream;
  if (all.length > 1) throw new CannotClean('holds a photo that is packed twice');
  return PDFRawStream.of(stream.dict, editedWhole(stream.contents, cleanJpeg(stream.contents)));
}
