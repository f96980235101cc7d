/** A part of a document as text. */
export type TextPart = { readonly name: string; readonly text: string };

/** How the parts of a kind of document are silenced: which are left out, which are text, and what becomes of that. */
export type PackageRules = {
  readonly isDropped: (name: string) => boolean;
  readonly isText: (name: string) => boolean;
  readonly isHarmless: (name: string) => boolean;
  readonly silence: (part: TextPart) => string;
};
