import type { PackageRules, TextPart } from './package-rules.ts';

const emptied: Readonly<Record<string, string>> = {
  'docprops/core.xml':
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
  'docprops/app.xml': '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
  'docprops/custom.xml':
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
};

/** Attributes that name somebody, whatever prefix they stand under: of changes, comments, people, locks. */
const naming = attributes(
  'author',
  'initials',
  'userId',
  'userName',
  'providerId',
  'displayName',
  'lastModifiedBy',
  'lastEdited',
);
/** In lists of who commented, the plain name is a person, too. */
const named = attributes('name', 'initials');
const people = /(^|\/)(commentAuthors|authors|people)\.xml$|\/persons\//i;

function attributes(...names: readonly string[]): RegExp {
  return new RegExp(`(\\s(?:[\\w.-]+:)?(?:${names.join('|')})\\s*=\\s*)(?:"[^"]*"|'[^']*')`, 'g');
}

/** Where a printer or a preview is referred to that is left out. */
const droppedRelation =
  /<(?:[\w.-]+:)?Relationship\b[^>]*\b(?:printerSettings|metadata\/thumbnail)"[^>]*(?:\/>|>\s*<\/(?:[\w.-]+:)?Relationship>)/g;
/** A target outside that is on somebody's machine or network. */
const ownTarget = /(\sTarget\s*=\s*)(?:"(?:file:|\\\\|[A-Za-z]:[\\/])[^"]*"|'(?:file:|\\\\|[A-Za-z]:[\\/])[^']*')/g;

function silence({ name, text }: TextPart): string {
  const place = name.toLowerCase();
  const empty = emptied[place];
  if (empty !== undefined) return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${empty}`;
  // What programs keep beside the document for themselves.
  if (/^customxml\/item\d*\.xml$/.test(place)) return '<?xml version="1.0" encoding="UTF-8"?>\n<empty/>';
  if (place.endsWith('.rels')) return text.replace(droppedRelation, '').replace(ownTarget, '$1"about:blank"');
  return (people.test(name) ? text.replace(named, '$1""') : text)
    .replace(naming, '$1""')
    .replace(/(<(?:\w+:)?author\b[^>]*>)[^<]*/g, '$1')
    .replace(/<x15ac:absPath\b[^>]*(?:\/>|>[\s\S]*?<\/x15ac:absPath>)/g, '')
    .replace(/(<(?:\w+:)?docVar\b[^>]*\s(?:\w+:)?val\s*=\s*)(?:"[^"]*"|'[^']*')/g, '$1""')
    .replace(/(<(?:\w+:)?pageSetup\b[^>]*?)\s(?:\w+:)?id\s*=\s*(?:"[^"]*"|'[^']*')/g, '$1');
}

/**
 * How Word, Excel and PowerPoint documents are silenced: properties emptied, names of authors taken off changes and comments, paths
 * of somebody's machine and printers left out. A part that is neither text, nor a picture that can be cleaned, nor a font, ends the
 * trust in the document: pictures of other formats and whatever is embedded.
 *
 * @source ISO/IEC 29500-1 and -2; Microsoft, [MS-DOCX], [MS-XLSX], [MS-PPTX]
 */
export const silentOffice: PackageRules = {
  isDropped: (name) => /^docProps\/thumbnail\.|printerSettings\d*\.bin$/i.test(name),
  isText: (name) => /\.(xml|rels|vml)$/i.test(name),
  isHarmless: (name) => /\.(odttf|fntdata)$/i.test(name),
  silence,
};
