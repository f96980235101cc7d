const MIB = 1024 * 1024;

/**
 * What a file may be at most. All are counted while it is read, so that a file that would be more is left before it is.
 *
 * They are rules on bytes, rows and cells, never on time: how long that takes is measured in bench/imports.ts.
 */
export const limits = {
  /** Entries of the zip; a workbook with many sheets and pictures has some hundreds. */
  entries: 2_000,
  /** All entries unpacked, as the directory says: 256 MiB, pictures included, which are never unpacked. */
  claimedBytes: 256 * MIB,
  /** A sheet, unpacked: 64 MiB; 4,003 long proposals are 23. */
  sheetBytes: 64 * MIB,
  /** The texts that cells share, unpacked. */
  sharedBytes: 32 * MIB,
  /** How many texts cells share. */
  sharedTexts: 400_000,
  /** Any other part that is read: lists of sheets and of relations. */
  partBytes: 2 * MIB,
  /** Sheets of a workbook. */
  sheets: 50,
  /** Characters of one tag of XML: 64 KiB. */
  tag: 65_536,
  /** Elements within elements. */
  depth: 64,
  /** Characters of one cell, as a spreadsheet allows. */
  cell: 32_767,
  /** Rows below the headings, of all sheets together. */
  rows: 20_000,
  /** Cells below the headings that hold something. */
  cells: 600_000,
  /** Cells that are shown as one. */
  merged: 20_000,
  /** Formulas that spill into other cells; each cell is held against each of them. */
  spills: 100,
  /** Rows among which the headings are looked for. */
  headingRows: 20,
  /** Columns that can have a heading. */
  columns: 100,
} as const;
