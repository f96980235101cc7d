import type { PackageRules, TextPart } from './package-rules.ts';

const metadata = /(<(?:\w+:)?metadata\b[^>]*>)[\s\S]*?(<\/(?:\w+:)?metadata>)/g;
/** Authors of tracked changes, in the document's head. */
const changeAuthor = /(<(?:\w+:)?trackChangeAuthor\b[^>]*?\sname\s*=\s*)(?:"[^"]*"|'[^']*')/g;
/** Who wrote a memo stands among the parameters of its field. */
const memoAuthor =
  /(<(?:\w+:)?(?:string|integer)Param\b[^>]*\sname\s*=\s*["'][^"']*(?:Author|User|Creator|Name)[^"']*["'][^>]*>)[^<]*/g;
/** The paths of linked documents. */
const path = /(<(?:\w+:)?(?:linkinfo|LinkDoc)\b[^>]*?\spath\s*=\s*)(?:"[^"]*"|'[^']*')/g;

function silence({ name, text }: TextPart): string {
  if (/\.hpf$/i.test(name)) return text.replace(metadata, '$1$2');
  // Macros that every document carries, mostly empty.
  if (/^Scripts\//i.test(name)) return '';
  return text.replace(changeAuthor, '$1""').replace(memoAuthor, '$1').replace(path, '$1""');
}

/**
 * How HWPX documents are silenced: their metadata emptied, the names of who changed and commented taken off, linked paths and scripts
 * left out. A part that is neither text nor a picture that can be cleaned ends the trust in the document: other pictures, films,
 * embedded objects, the history of its versions.
 *
 * @source KS X 6101, "Open word-processor markup language (OWPML) document structure"
 */
export const silentHwpx: PackageRules = {
  isDropped: () => false,
  isText: (name) =>
    !/^DocHistory\//i.test(name) &&
    (/\.(xml|hpf|rdf|txt)$/i.test(name) || name === 'mimetype' || /^Scripts\//i.test(name)),
  isHarmless: (name) => /^BinData\/[^/]+\.bmp$/i.test(name),
  silence,
};
